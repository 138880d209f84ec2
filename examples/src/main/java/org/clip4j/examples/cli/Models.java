package org.clip4j.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
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

  /**
   * The configuration of the run that made a model.
   *
   * @param named a run's folder, or one of its checkpoints'
   * @return nothing for a model that lies elsewhere
   */
  static Optional<Path> runConfig(Path named) {
    Path folder = named.toAbsolutePath().normalize();
    // From RUN/checkpoints/last/ema up.
    for (int up = 0; up <= 3 && folder != null; up++, folder = folder.getParent()) {
      RunFolder run = new RunFolder(folder);
      if (Files.isRegularFile(run.config()) && run.hasCheckpoints()) {
        return Optional.of(run.config());
      }
    }
    return Optional.empty();
  }

  /** Reads a model for inference; it is the receiver's to close. */
  static ClipModel read(Path named) throws IOException {
    return ClipModel.load(folder(named));
  }
}
