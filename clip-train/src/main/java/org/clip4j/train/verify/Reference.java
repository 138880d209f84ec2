package org.clip4j.train.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.io.SafetensorsHeader;
import org.clip4j.core.io.TensorInfo;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A file of reference values, read tensor by tensor. */
final class Reference {

  private final Path file;
  private final SafetensorsHeader header;

  /** Reads what the file holds, not yet its values. */
  Reference(Path file) throws IOException {
    this.file = file;
    this.header = SafetensorsHeader.read(file);
  }

  /** Where it is, for messages. */
  Path file() {
    return file;
  }

  /** All names, sorted, so that reports do not depend on the file's layout. */
  List<String> names() {
    List<String> names = new ArrayList<>(header.tensors().keySet());
    names.sort(null);
    return names;
  }

  boolean has(String name) {
    return header.tensors().containsKey(name);
  }

  /**
   * Sizes of a tensor.
   *
   * @throws IllegalArgumentException naming file and tensor if it is not there
   */
  long[] shape(String name) {
    return info(name).shape();
  }

  /**
   * A tensor's values.
   *
   * @throws IllegalArgumentException naming file and tensor if it is not there
   */
  Values values(String name) throws IOException {
    INDArray array = Safetensors.readTensor(file, info(name));
    try {
      return Values.of(array);
    } finally {
      array.close();
    }
  }

  /** As floats, which hold single precision exactly. */
  float[] floats(String name) throws IOException {
    double[] values = values(name).data();
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /**
   * A matrix of whole numbers.
   *
   * @throws IllegalArgumentException naming file and tensor if it is something else
   */
  int[][] integers(String name) throws IOException {
    Values values = values(name);
    if (values.shape().length != 2 || values.data().length == 0) {
      throw refused(name, "expected rows of token ids");
    }
    int rows = Math.toIntExact(values.shape()[0]);
    int columns = Math.toIntExact(values.shape()[1]);
    int[][] out = new int[rows][columns];
    for (int i = 0; i < values.data().length; i++) {
      int value = (int) values.data()[i];
      if (value != values.data()[i]) {
        throw refused(name, values.data()[i] + " is no token id");
      }
      out[i / columns][i % columns] = value;
    }
    return out;
  }

  /**
   * Checks a shape before anything is read.
   *
   * @throws IllegalArgumentException naming file and tensor if it is another
   */
  void requireShape(String name, long... shape) {
    if (!Arrays.equals(shape(name), shape)) {
      throw refused(name, "expected the shape " + Arrays.toString(shape));
    }
  }

  IllegalArgumentException refused(String name, String why) {
    return new IllegalArgumentException(file + ": " + info(name) + ": " + why);
  }

  private TensorInfo info(String name) {
    TensorInfo info = header.tensors().get(name);
    if (info == null) {
      throw new IllegalArgumentException(file + ": the tensor " + name + " is missing");
    }
    return info;
  }
}
