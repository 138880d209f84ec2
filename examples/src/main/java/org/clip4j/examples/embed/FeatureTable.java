package org.clip4j.examples.embed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static final String SAFETENSORS = ".safetensors";
  private static final String NUMPY = ".npy";

  /** Behind the whole name: the same rows may lie there in both formats. */
  private static final String KEYS = ".keys.txt";

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
   * What was written.
   *
   * @param features the file, or of NumPy's format one for each tensor
   * @param keys the keys, one a line (control characters as {@code ?})
   */
  public record Written(List<Path> features, Path keys) {}

  /**
   * Refuses a name that says no format, so that it can be told before the work.
   *
   * @throws IllegalArgumentException naming the formats
   */
  public static void checkName(Path file) {
    if (stem(file, NUMPY).isEmpty() && stem(file, SAFETENSORS).isEmpty()) {
      throw new IllegalArgumentException(
          file + ": expected a name that ends in " + SAFETENSORS + " or " + NUMPY);
    }
  }

  /**
   * Writes the tensors, and beside them the keys, in a file of the same name with {@value #KEYS}
   * behind it.
   *
   * @param file ends in {@code .safetensors}, or in {@code .npy}: that format holds one tensor, so
   *     of two {@code X.npy} becomes {@code X.image_features.npy} and {@code X.text_features.npy}
   * @throws IOException if there are no rows, or a file cannot be written
   */
  public Written write(Path file) throws IOException {
    checkName(file);
    if (keys.isEmpty()) {
      throw new IOException("nothing could be embedded, so " + file + " is not written");
    }
    Map<String, INDArray> whole = new TreeMap<>();
    batches.forEach(
        (name, parts) -> whole.put(name, Nd4j.concat(0, parts.toArray(new INDArray[0]))));
    try {
      Optional<String> stem = stem(file, NUMPY);
      List<Path> features =
          stem.isPresent() ? writeNumpy(file, stem.get(), whole) : writeSafetensors(file, whole);
      Path list = file.resolveSibling(file.getFileName() + KEYS);
      Files.write(
          list,
          keys.stream().map(k -> k.replaceAll("\\p{Cntrl}", "?")).toList(),
          StandardCharsets.UTF_8);
      return new Written(features, list);
    } finally {
      whole.values().forEach(INDArray::close);
    }
  }

  private static List<Path> writeSafetensors(Path file, Map<String, INDArray> tensors)
      throws IOException {
    Safetensors.write(file, tensors, Map.of("format", "pt"));
    return List.of(file);
  }

  private static List<Path> writeNumpy(Path file, String stem, Map<String, INDArray> tensors)
      throws IOException {
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, INDArray> tensor : tensors.entrySet()) {
      Path to =
          tensors.size() == 1 ? file : file.resolveSibling(stem + "." + tensor.getKey() + NUMPY);
      Path aside = to.resolveSibling("." + to.getFileName() + ".new");
      try {
        Nd4j.writeAsNumpy(tensor.getValue(), aside.toFile());
        Files.move(aside, to, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(aside);
      }
      files.add(to);
    }
    return files;
  }

  private static Optional<String> stem(Path file, String ending) {
    String name = file.getFileName().toString();
    return name.endsWith(ending) && name.length() > ending.length()
        ? Optional.of(name.substring(0, name.length() - ending.length()))
        : Optional.empty();
  }

  @Override
  public void close() {
    batches.values().forEach(parts -> parts.forEach(INDArray::close));
    batches.clear();
  }
}
