package org.clip4j.examples.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.clip4j.train.RunFolder;
import org.clip4j.train.checkpoint.CheckpointStore;

/** Finds and reads models that the user names by a folder. */
final class Models {

  private Models() {}

  /**
   * The folder with the model's files.
   *
   * @param named a model's folder in any layout, {@code last} of a run's checkpoints, or a run's
   *     folder, which stands for its last checkpoint
   * @throws NoSuchFileException if there is no model
   */
  static Path folder(Path named) throws IOException {
    Optional<Path> last = new RunFolder(named).checkpoints().last();
    Path found = last.isPresent() ? last.get() : CheckpointStore.resolve(named);
    if (CheckpointLayout.detect(found).isEmpty()) {
      throw new NoSuchFileException(
          named.toString(),
          null,
          "there is no model here; expected a folder with "
              + CheckpointLayout.expected()
              + ", or a run's folder with a checkpoint");
    }
    return found;
  }

  /** Reads a model for inference; it is the receiver's to close. */
  static ClipModel read(Path named) throws IOException {
    return ClipModel.load(folder(named));
  }
}
