package org.clip4j.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.OpenClipFolder;
import org.clip4j.train.RunFolder;
import org.clip4j.train.checkpoint.CheckpointStore;
import org.nd4j.linalg.api.buffer.DataType;

/** Finds and reads models that the user names by a folder. */
final class Models {

  private Models() {}

  /**
   * A model ready for use.
   *
   * @param model its weights read; the receiver's to close
   * @param preprocess how it wants its pictures
   */
  record Loaded(ClipModel model, PreprocessConfig preprocess) implements AutoCloseable {
    @Override
    public void close() {
      model.close();
    }
  }

  /**
   * The folder with the model's files.
   *
   * @param named a model's folder in open_clip's layout, {@code last} of a run's checkpoints, or a
   *     run's folder, which stands for its last checkpoint
   * @throws NoSuchFileException if there is no model
   */
  static Path folder(Path named) throws IOException {
    Optional<Path> last = new RunFolder(named).checkpoints().last();
    Path found = last.isPresent() ? last.get() : CheckpointStore.resolve(named);
    if (!Files.isRegularFile(found.resolve(OpenClipFolder.CONFIG))) {
      throw new NoSuchFileException(
          named.toString(),
          null,
          "there is no model here; expected a folder with "
              + OpenClipFolder.CONFIG
              + " and "
              + OpenClipFolder.WEIGHTS
              + ", or a run's folder with a checkpoint");
    }
    return found;
  }

  /** Reads a model for inference. */
  static Loaded read(Path named) throws IOException {
    Path folder = folder(named);
    OpenClipFolder.Description description = OpenClipFolder.describe(folder);
    ClipModel model = new ClipModel(description.model(), DataType.FLOAT, false);
    try {
      OpenClipFolder.readWeights(folder, model);
      return new Loaded(model, description.preprocess());
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }
}
