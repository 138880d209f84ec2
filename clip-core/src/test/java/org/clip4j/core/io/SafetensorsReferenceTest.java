package org.clip4j.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Against files that the reference library wrote ({@code make_reference.py} beside them). */
class SafetensorsReferenceTest {

  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  @TempDir Path folder;

  @Test
  void readsWhatTheReferenceWrote() throws Exception {
    SafetensorsFile file = Safetensors.read(resource("reference.safetensors"));
    assertEquals(Map.of("format", "pt"), file.metadata());
    assertEquals(
        List.of(
            "u64", "i64", "f64", "empty", "f32", "scalar", "\u00e9\u0142\u00e9phant/\ud83d\udc18"),
        List.copyOf(file.tensors().keySet()).subList(0, 7));
    assertValues(file, "f64", DataType.DOUBLE, new long[] {2, 3}, 0.1, -2.0, 1e300, 3.0, 4.5, -0.0);
    assertValues(file, "f32", DataType.FLOAT, new long[] {1, 2, 2}, 0.1f, -2, 1e38f, 1e-45f);
    assertValues(file, "scalar", DataType.FLOAT, new long[] {}, 2.5);
    assertValues(file, "empty", DataType.FLOAT, new long[] {0, 3});
    assertValues(file, "i32", DataType.INT, new long[] {3}, 2147483647, -2147483648, 5);
    assertValues(file, "i16", DataType.SHORT, new long[] {3}, 32767, -32768, 5);
    assertValues(file, "i8", DataType.BYTE, new long[] {3}, 127, -128, 5);
    assertValues(file, "u8", DataType.UBYTE, new long[] {3}, 255, 0, 5);
    assertValues(file, "u16", DataType.UINT16, new long[] {3}, 65535, 0, 5);
    assertValues(file, "u32", DataType.UINT32, new long[] {3}, 4294967295L, 0, 5);
    assertValues(file, "bool", DataType.BOOL, new long[] {2, 2}, 1, 0, 0, 1);
    assertEquals(Long.MAX_VALUE, file.tensor("i64").getLong(0));
    assertEquals(Long.MIN_VALUE, file.tensor("i64").getLong(1));
    assertEquals(DataType.UINT64, file.tensor("u64").dataType());
    assertEquals(Long.MAX_VALUE, file.tensor("u64").getLong(0));
    assertThrows(NoSuchElementException.class, () -> file.tensor("f16"));
  }

  @Test
  void readsSixteenBitFloatsAsFloat() throws Exception {
    SafetensorsFile file = Safetensors.read(resource("reference16.safetensors"));
    long[] shape = {8};
    assertValues(
        file,
        "f16",
        DataType.FLOAT,
        shape,
        0.0999755859375f,
        -2,
        65504,
        0x1p-24f,
        -0f,
        INF,
        -INF,
        NAN);
    assertValues(
        file,
        "bf16",
        DataType.FLOAT,
        shape,
        0.10009765625f,
        -2,
        0x1.c4p127f,
        0x1p-133f,
        -0f,
        INF,
        -INF,
        NAN);
  }

  @Test
  void writesTheBytesThatTheReferenceWrites() throws Exception {
    Path reference = resource("reference.safetensors");
    SafetensorsFile file = Safetensors.read(reference);
    Path written = folder.resolve("written.safetensors");
    Safetensors.write(written, file.tensors(), file.metadata());
    assertArrayEquals(Files.readAllBytes(reference), Files.readAllBytes(written));
  }

  private static void assertValues(
      SafetensorsFile file, String name, DataType type, long[] shape, double... expected) {
    INDArray array = file.tensor(name);
    assertEquals(type, array.dataType(), name);
    assertArrayEquals(shape, array.shape(), name);
    assertEquals(expected.length, array.length(), name);
    assertTrue(NativeWindow.isDense(array), name);
    INDArray flat = array.isEmpty() ? array : array.reshape(array.length());
    for (int i = 0; i < expected.length; i++) {
      // assertEquals on doubles tells -0 from 0 and takes NaN for equal to itself.
      assertEquals(expected[i], flat.getDouble(i), name + " " + i);
    }
  }

  private static Path resource(String name) throws IOException, URISyntaxException {
    return Path.of(SafetensorsReferenceTest.class.getResource(name).toURI());
  }
}
