package org.clip4j.core.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What was read from a file. The arrays own their memory and are the caller's to keep or to close.
 *
 * @param tensors the arrays by name, in the order of their bytes in the file; row-major
 * @param metadata the file's {@code __metadata__}, empty if it has none
 */
public record SafetensorsFile(Map<String, INDArray> tensors, Map<String, String> metadata) {

  /** Copies the maps, keeping their order. */
  public SafetensorsFile {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * One tensor.
   *
   * @throws NoSuchElementException if it was not read
   */
  public INDArray tensor(String name) {
    INDArray array = tensors.get(name);
    if (array == null) {
      throw new NoSuchElementException("No tensor " + Text.quote(name) + " was read");
    }
    return array;
  }
}
