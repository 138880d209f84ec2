package org.clip4j.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SafetensorsRoundTripTest {

  private static Path folder;

  /** How an array's elements lie in memory. */
  enum Layout {
    ROWS,
    COLUMNS,
    TRANSPOSED,
    PART_OF_ROWS,
    PART_OF_COLUMNS
  }

  record Spec(DataType type, List<Integer> shape, Layout layout, long seed) {}

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("roundtrip");
  }

  @AfterContainer
  static void deleteFolder() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
  void whatIsWrittenIsRead(@ForAll("files") Map<String, Spec> specs) throws IOException {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    specs.forEach((name, spec) -> arrays.put(name, array(spec)));
    Map<String, String> metadata = Map.of("b", "\u00e9\n\"", "a", "");
    Path file = folder.resolve("f.safetensors");
    Safetensors.write(file, arrays, metadata);

    SafetensorsFile read = Safetensors.read(file);
    assertEquals(metadata, read.metadata());
    assertEquals(arrays.keySet(), read.tensors().keySet());
    arrays.forEach((name, array) -> assertSame(array, read.tensor(name)));
    assertWindowsDoNotMatter(file, arrays);

    // Another order of the map, other memory: the same bytes.
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(0, ByteBuffer.wrap(bytes).get(0) % 8);
    Map<String, INDArray> reversed = new LinkedHashMap<>();
    List<String> names = Arrays.asList(arrays.keySet().toArray(new String[0]));
    Collections.reverse(names);
    names.forEach(name -> reversed.put(name, arrays.get(name)));
    Safetensors.write(file, reversed, metadata);
    assertArrayEquals(bytes, Files.readAllBytes(file));
  }

  /** The same tensors through windows of 16 bytes, into memory that is part of an array. */
  private static void assertWindowsDoNotMatter(Path file, Map<String, INDArray> arrays)
      throws IOException {
    try (FileChannel channel = TensorFile.open(file)) {
      TensorReader reader = new TensorReader(file, channel, 16);
      for (TensorInfo info : SafetensorsHeader.read(file, channel).tensors().values()) {
        INDArray expected = arrays.get(info.name());
        assertSame(expected, reader.read(info));
        if (info.elements() > 0 && info.shape().length > 0) {
          long n = info.elements();
          INDArray home = Nd4j.createUninitialized(info.dtype().arrayType().get(), n + 7);
          INDArray part = home.get(NDArrayIndex.interval(3, 3 + n)).reshape('c', info.shape());
          reader.readInto(info, part);
          assertSame(expected, home.get(NDArrayIndex.interval(3, 3 + n)).reshape(info.shape()));
        }
      }
    }
  }

  @Provide
  Arbitrary<Map<String, Spec>> files() {
    Arbitrary<DataType> types =
        Arbitraries.of(
            DataType.FLOAT,
            DataType.DOUBLE,
            DataType.HALF,
            DataType.BFLOAT16,
            DataType.LONG,
            DataType.INT,
            DataType.SHORT,
            DataType.BYTE,
            DataType.UBYTE,
            DataType.UINT16,
            DataType.UINT32,
            DataType.UINT64,
            DataType.BOOL);
    Arbitrary<List<Integer>> shapes =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(9, Arbitraries.integers().between(1, 5).list().ofMaxSize(4)),
            net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0, 3).list().ofMaxSize(4)));
    Arbitrary<Spec> specs =
        Combinators.combine(
                types, shapes, Arbitraries.of(Layout.class), Arbitraries.longs().between(0, 1000))
            .as(Spec::new);
    Arbitrary<String> names =
        Arbitraries.strings().ofMaxLength(12).filter(n -> n.codePoints().noneMatch(Utf::isHalf));
    return Arbitraries.maps(names, specs).ofMaxSize(5);
  }

  private static final class Utf {
    static boolean isHalf(int codePoint) {
      return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
  }

  private static INDArray array(Spec spec) {
    long[] shape = spec.shape().stream().mapToLong(i -> i).toArray();
    if (shape.length == 0) {
      return values(spec, new long[0]);
    }
    if (Arrays.stream(shape).anyMatch(s -> s == 0)) {
      return Nd4j.createUninitialized(spec.type(), shape, 'c');
    }
    int last = shape.length - 1;
    return switch (spec.layout()) {
      case ROWS -> values(spec, shape);
      case COLUMNS -> values(spec, shape).dup('f');
      case TRANSPOSED -> {
        int[] turned = new int[shape.length];
        long[] turnedShape = new long[shape.length];
        for (int d = 0; d <= last; d++) {
          turned[d] = last - d;
          turnedShape[d] = shape[last - d];
        }
        yield values(spec, turnedShape).permute(turned);
      }
      case PART_OF_ROWS -> part(spec, shape, 0);
      case PART_OF_COLUMNS -> part(spec, shape, last);
    };
  }

  /** The middle of an array that is larger in one dimension. */
  private static INDArray part(Spec spec, long[] shape, int dimension) {
    long[] larger = shape.clone();
    larger[dimension] += 3;
    INDArrayIndex[] indices = new INDArrayIndex[shape.length];
    Arrays.fill(indices, NDArrayIndex.all());
    indices[dimension] = NDArrayIndex.interval(1, 1 + shape[dimension]);
    return values(spec, larger).get(indices);
  }

  private static INDArray values(Spec spec, long[] shape) {
    Random random = new Random(spec.seed());
    INDArray array =
        shape.length == 0
            ? Nd4j.scalar(spec.type(), 0)
            : Nd4j.createUninitialized(spec.type(), shape, 'c');
    for (long i = 0; i < array.length(); i++) {
      array.data().put(i, spec.type() == DataType.BOOL ? random.nextInt(2) : random.nextInt(100));
    }
    return array;
  }

  private static void assertSame(INDArray expected, INDArray actual) {
    DataType type = Dtype.of(expected.dataType()).get().arrayType().get();
    assertEquals(type, actual.dataType());
    assertArrayEquals(expected.shape(), actual.shape());
    assertTrue(NativeWindow.isDense(actual));
    long[] index = new long[expected.rank()];
    for (long i = 0; i < expected.length(); i++) {
      assertEquals(expected.getDouble(index), actual.getDouble(index));
      for (int d = index.length - 1; d >= 0 && ++index[d] == expected.size(d); d--) {
        index[d] = 0;
      }
    }
  }
}
