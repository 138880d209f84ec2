package org.clip4j.core.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The tensors of a folder under their names, whether they lie in one safetensors file or are
 * divided over several, with an index that says where each is. Only the headers are held.
 */
public final class SafetensorsSet {

  /** What follows a file's name in the name of its index. */
  public static final String INDEX_SUFFIX = ".index.json";

  private final Path source;
  private final Map<String, Path> files;
  private final Map<String, TensorInfo> tensors;

  private SafetensorsSet(Path source, Map<String, Path> files, Map<String, TensorInfo> tensors) {
    this.source = source;
    this.files = files;
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * Reads the headers of {@code name} or, where that is not there, of the files that {@code
   * name.index.json} lists.
   *
   * @param name the file's name, such as {@code model.safetensors}
   * @throws NoSuchFileException if neither is there
   * @throws SafetensorsException if a file is not sound, or index and files do not agree; the
   *     message names the file and the tensor
   */
  public static SafetensorsSet open(Path folder, String name) throws IOException {
    Path single = folder.resolve(name);
    Path index = folder.resolve(name + INDEX_SUFFIX);
    if (Files.exists(single)) {
      Map<String, TensorInfo> tensors = SafetensorsHeader.read(single).tensors();
      Map<String, Path> files = new LinkedHashMap<>();
      tensors.keySet().forEach(tensor -> files.put(tensor, single));
      return new SafetensorsSet(single, files, tensors);
    }
    if (Files.exists(index)) {
      return divided(index);
    }
    throw new NoSuchFileException(
        single.toString(),
        null,
        "no such file, nor an index " + index.getFileName() + " beside it");
  }

  private static SafetensorsSet divided(Path index) throws IOException {
    Map<String, String> places = SafetensorsIndex.read(index);
    Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    Map<String, Path> files = new LinkedHashMap<>();
    for (String name : new LinkedHashSet<>(places.values())) {
      Path file = index.resolveSibling(name);
      for (TensorInfo info : SafetensorsHeader.read(file).tensors().values()) {
        String expected = places.get(info.name());
        if (!name.equals(expected)) {
          throw SafetensorsException.tensor(
              file,
              info.name(),
              expected == null
                  ? index.getFileName() + " does not list it"
                  : index.getFileName() + " says it is in " + Text.quote(expected));
        }
        tensors.put(info.name(), info);
        files.put(info.name(), file);
      }
    }
    for (Map.Entry<String, String> place : places.entrySet()) {
      if (!tensors.containsKey(place.getKey())) {
        throw SafetensorsException.tensor(
            index, place.getKey(), "is not in " + Text.quote(place.getValue()) + " as it says");
      }
    }
    return new SafetensorsSet(index, files, tensors);
  }

  /** The file or the index, for messages. */
  public Path source() {
    return source;
  }

  /** The tensors by name. */
  public Map<String, TensorInfo> tensors() {
    return tensors;
  }

  /** The file that holds a tensor. */
  public Path file(String tensor) {
    return files.get(tensor);
  }

  /** Reads one tensor into a new array; see {@link Safetensors#readTensor}. */
  public INDArray read(String tensor) throws IOException {
    return Safetensors.readTensor(files.get(tensor), tensors.get(tensor));
  }

  /** Reads one tensor into memory that is there; see {@link Safetensors#readInto}. */
  public void readInto(String tensor, INDArray dest) throws IOException {
    Safetensors.readInto(files.get(tensor), tensors.get(tensor), dest);
  }
}
