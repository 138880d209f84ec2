package org.clip4j.encoders.checkpoint;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.clip4j.core.io.Dtype;
import org.clip4j.core.json.ConfigException;
import org.clip4j.encoders.config.ModelSpec;

/** How one library lays a model out in a folder. */
interface Layout {

  /** Name of the file with the sizes, by which the layout is recognised. */
  String configFile();

  /** Name of the file with the weights; where they are divided, its index is beside it. */
  String weightsFile();

  /**
   * Reads everything but the weights.
   *
   * @throws NoSuchFileException if the configuration is not there
   * @throws ConfigException naming file and key, if the model is not one that this library has
   */
  ModelSpec describe(Path folder) throws IOException;

  /** The tensors that a parameter's values lie in, in the order of its rows. */
  List<Piece> pieces(String parameter);

  /**
   * Writes everything but the weights into an existing folder.
   *
   * @param dtype the type that the weights are written in
   * @throws ConfigException if the layout cannot say what the model is; nothing is written then
   */
  void writeDescription(Path folder, ModelSpec spec, Dtype dtype) throws IOException;
}
