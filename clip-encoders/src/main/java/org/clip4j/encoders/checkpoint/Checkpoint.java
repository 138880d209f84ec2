package org.clip4j.encoders.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clip4j.core.io.SafetensorsSet;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.encoders.config.ModelSpec;

/** A model in a folder: what it says of itself, read; its weights, ready to be read. */
public final class Checkpoint {

  /** What PyTorch programs call weights that they pickled. */
  private static final List<String> PICKLES =
      List.of("open_clip_pytorch_model.bin", "pytorch_model.bin", "pytorch_model.bin.index.json");

  private final Path folder;
  private final CheckpointLayout layout;
  private final ModelSpec spec;

  private Checkpoint(Path folder, CheckpointLayout layout, ModelSpec spec) {
    this.folder = folder;
    this.layout = layout;
    this.spec = spec;
  }

  /**
   * Opens a folder in the layout that it is found to have. Weights are not looked at yet.
   *
   * @throws NoSuchFileException if there is no model
   * @throws ConfigException naming file and key, if the model is not one that this library has
   */
  public static Checkpoint open(Path folder) throws IOException {
    return open(folder, CheckpointLayout.of(folder));
  }

  /** Opens a folder in a given layout; a folder may have a model in several. */
  public static Checkpoint open(Path folder, CheckpointLayout layout) throws IOException {
    return new Checkpoint(folder, layout, layout.layout().describe(folder));
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** How it is laid out. */
  public CheckpointLayout layout() {
    return layout;
  }

  /** What it says of its model. */
  public ModelSpec spec() {
    return spec;
  }

  /**
   * The file with its weights or, where they are in several, with their index.
   *
   * @throws IOException if it is not there or not sound
   */
  public Path weights() throws IOException {
    return SafetensorsSet.open(folder, layout.weightsFile()).source();
  }

  /**
   * Checks that it holds a given model: activation, every size, preprocessing and with them the
   * tokenizer.
   *
   * @throws ConfigException naming the first key that differs, and both values
   */
  public void requireSame(ModelSpec expected) {
    Optional<String> difference = expected.firstDifference(spec);
    if (difference.isPresent()) {
      throw new ConfigException(
          folder + ": holds another model than the one asked for: " + difference.get());
    }
  }

  /**
   * Checks that the weights are there for parameters that may have no memory yet: that every tensor
   * is in the files in its shape, and none too many.
   *
   * @throws IllegalArgumentException naming the tensor that is missing, left over or of another
   *     shape
   * @throws IOException if a file is not there or not sound
   */
  public void requireFits(ParameterSet declared) throws IOException {
    reader(declared).check();
  }

  /**
   * Reads the weights into parameters of FLOAT or DOUBLE. Positions for another number of patches
   * or tokens are resized, as open_clip does, with a line in the log.
   *
   * @throws IllegalArgumentException as from {@link #requireFits}, the parameters unchanged; or
   *     naming the tensor that has a value which is not finite, some parameters changed
   * @throws IOException if a file is not there or not sound
   */
  public void readInto(ParameterSet parameters) throws IOException {
    WeightsReader reader = reader(parameters);
    reader.check();
    reader.read();
  }

  private WeightsReader reader(ParameterSet parameters) throws IOException {
    try {
      return new WeightsReader(
          SafetensorsSet.open(folder, layout.weightsFile()), layout.layout(), parameters);
    } catch (NoSuchFileException e) {
      for (String pickle : PICKLES) {
        if (Files.exists(folder.resolve(pickle))) {
          throw new NoSuchFileException(
              e.getFile(),
              null,
              "the weights here are a PyTorch pickle, "
                  + pickle
                  + ", which runs code when it is read; write them as safetensors with Python"
                  + " first");
        }
      }
      throw e;
    }
  }
}
