package org.clip4j.examples.embed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clip4j.core.io.Safetensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of features under their keys, gathered batch by batch. Closing it frees the memory. */
public final class FeatureTable implements AutoCloseable {

  /** Features of pictures, [rows, embed_dim]. */
  public static final String IMAGES = "image_features";

  /** Features of texts, [rows, embed_dim]. */
  public static final String TEXTS = "text_features";

  private final List<String> keys = new ArrayList<>();
  private final Map<String, List<INDArray>> batches = new TreeMap<>();

  /**
   * Takes over a batch.
   *
   * @param names a key for each row
   * @param features tensors by name, each [rows, embed_dim]; theirs to close from now on
   */
  void add(List<String> names, Map<String, INDArray> features) {
    keys.addAll(names);
    features.forEach((name, f) -> batches.computeIfAbsent(name, n -> new ArrayList<>()).add(f));
  }

  /** How many rows there are. */
  public int rows() {
    return keys.size();
  }

  /**
   * Writes the tensors, and beside them the keys, one a line (control characters as {@code ?}).
   *
   * @param file ends in {@code .safetensors}
   * @return the file of keys
   * @throws IOException if there are no rows, or a file cannot be written
   */
  public Path write(Path file) throws IOException {
    if (keys.isEmpty()) {
      throw new IOException("nothing could be embedded, so " + file + " is not written");
    }
    Map<String, INDArray> whole = new TreeMap<>();
    batches.forEach(
        (name, parts) -> whole.put(name, Nd4j.concat(0, parts.toArray(new INDArray[0]))));
    Safetensors.write(file, whole, Map.of("format", "pt"));
    whole.values().forEach(INDArray::close);
    Path list = keysFile(file);
    Files.write(
        list,
        keys.stream().map(k -> k.replaceAll("\\p{Cntrl}", "?")).toList(),
        StandardCharsets.UTF_8);
    return list;
  }

  private static Path keysFile(Path file) {
    String name = file.getFileName().toString();
    int end = name.endsWith(".safetensors") ? name.lastIndexOf('.') : name.length();
    return file.resolveSibling(name.substring(0, end) + ".keys.txt");
  }

  @Override
  public void close() {
    batches.values().forEach(parts -> parts.forEach(INDArray::close));
    batches.clear();
  }
}
