package org.clip4j.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What happens to files and memory, when all goes well and when it does not. */
class SafetensorsFilesTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void writeFile() throws IOException {
    file = folder.resolve("model.safetensors");
    Safetensors.write(
        file,
        Map.of("a", Nd4j.createFromArray(1f, 2f, 3f), "b", Nd4j.createFromArray(4f, 5f)),
        Map.of());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nothingStaysOpenOrMapped() throws IOException {
    SafetensorsFile read = Safetensors.read(file);
    TensorInfo info = SafetensorsHeader.read(file).tensors().get("b");
    INDArray b = Safetensors.readTensor(file, info);
    Safetensors.readInto(file, info, b);
    assertThrows(IOException.class, () -> Safetensors.readTensor(folder, info));
    Files.write(file, new byte[3]);
    assertThrows(SafetensorsException.class, () -> Safetensors.read(file));
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      assertEquals(List.of(), open.filter(fd -> pointsTo(fd, folder)).toList());
    }
    assertFalse(Files.readString(Path.of("/proc/self/maps")).contains(folder.toString()));
    assertArrayEquals(new float[] {1, 2, 3}, read.tensor("a").toFloatVector());
  }

  private static boolean pointsTo(Path fd, Path folder) {
    try {
      return Files.readSymbolicLink(fd).startsWith(folder.toRealPath());
    } catch (IOException e) {
      return false; // Closed while the list was read.
    }
  }

  @Test
  void onlyWhatIsWantedIsRead() throws IOException {
    SafetensorsFile read = Safetensors.read(file, "b"::equals);
    assertEquals(List.of("b"), List.copyOf(read.tensors().keySet()));
    assertArrayEquals(new float[] {4, 5}, read.tensor("b").toFloatVector());
  }

  /** A small tensor behind one of 5 GiB, in a file without blocks for it. */
  @Test
  void offsetsPastFourGibibytes() throws IOException {
    long big = 5L << 30;
    String json =
        "{"
            + Headers.entry("big", "F32", "[" + big / 4 + "]", "[0," + big + "]")
            + ","
            + Headers.entry("small", "F32", "[2]", "[" + big + "," + (big + 8) + "]")
            + "}";
    Headers.write(file, json, 0);
    long size = Files.size(file);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(size + big);
      out.write(new byte[] {0, 0, (byte) 0xc0, 0x3f, 0, 0, 0x20, (byte) 0xc0});
    }
    long before = Pointer.physicalBytes();
    INDArray small = Safetensors.read(file, "small"::equals).tensor("small");
    assertArrayEquals(new float[] {1.5f, -2.5f}, small.toFloatVector());
    TensorInfo info = SafetensorsHeader.read(file).tensors().get("small");
    assertArrayEquals(
        new float[] {1.5f, -2.5f}, Safetensors.readTensor(file, info).toFloatVector());
    assertTrue(Pointer.physicalBytes() - before < 1L << 30, "memory for the big tensor was taken");
  }

  @Test
  void tensorPastTheMemoryLimitIsRefusedBeforeItIsAllocated() throws IOException {
    long huge = 1L << 42;
    Path sparse = folder.resolve("sparse");
    String json = "{" + Headers.entry("t", "U8", "[" + huge + "]", "[0," + huge + "]") + "}";
    Headers.write(sparse, json, 0);
    long start = Files.size(sparse);
    try (RandomAccessFile out = new RandomAccessFile(sparse.toFile(), "rw")) {
      out.setLength(start + huge);
    }
    TensorInfo info = SafetensorsHeader.read(sparse).tensors().get("t");
    String message =
        assertThrows(SafetensorsException.class, () -> Safetensors.readTensor(sparse, info))
            .getMessage();
    assertTrue(message.contains("-Dorg.bytedeco.javacpp.maxBytes="), message);
    assertThrows(SafetensorsException.class, () -> Safetensors.read(sparse));
  }

  @Test
  void limitsAreNamedWithWhatToSet() throws IOException {
    NativeMemory.requireRoom(file, "all", 100, 900, 1000);
    NativeMemory.requireRoom(file, "all", Long.MAX_VALUE, 900, 0); // No limit is set.
    String message =
        assertThrows(
                SafetensorsException.class,
                () -> NativeMemory.requireRoom(file, "t", 3L << 30, 1L << 30, 2L << 30))
            .getMessage();
    assertEquals(
        file
            + ": t: 3,221,225,472 bytes of memory are needed, 1,073,741,824 of 2,147,483,648 are in"
            + " use; start Java with -Dorg.bytedeco.javacpp.maxBytes=6g"
            + " -Dorg.bytedeco.javacpp.maxPhysicalBytes=6g",
        message);
  }

  @Test
  void fileThatShrinksWhileItIsReadIsRefused() throws IOException {
    TensorInfo b = SafetensorsHeader.read(file).tensors().get("b");
    // The predicate is asked between the header and the tensors.
    SafetensorsException whole =
        assertThrows(
            SafetensorsException.class,
            () ->
                Safetensors.read(
                    file,
                    name -> {
                      shorten(b.end() - 3);
                      return true;
                    }));
    assertTrue(whole.getMessage().contains("tensor \"b\": ends at byte"), whole.getMessage());
    assertThrows(SafetensorsException.class, () -> Safetensors.readTensor(file, b));
    assertThrows(
        SafetensorsException.class,
        () -> Safetensors.readInto(file, b, Nd4j.createFromArray(0f, 0f)));
    try (FileChannel channel = TensorFile.open(file)) {
      SafetensorsException e =
          assertThrows(
              SafetensorsException.class,
              () -> TensorFile.readFully(file, channel, ByteBuffer.allocate(8), b.begin()));
      assertTrue(e.getMessage().contains("expected 3 bytes more"), e.getMessage());
    }
  }

  private void shorten(long size) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void destinationMustFit() throws IOException {
    TensorInfo b = SafetensorsHeader.read(file).tensors().get("b");
    SafetensorsException shape =
        assertThrows(
            SafetensorsException.class, () -> Safetensors.readInto(file, b, Nd4j.create(2, 1)));
    assertEquals(
        file + ": tensor \"b\": has shape [2] and is read as FLOAT, expected FLOAT[2, 1]",
        shape.getMessage());
    INDArray doubles = Nd4j.create(DataType.DOUBLE, 2);
    assertThrows(SafetensorsException.class, () -> Safetensors.readInto(file, b, doubles));
    INDArray column = Nd4j.create(2, 3).get(NDArrayIndex.all(), NDArrayIndex.interval(1, 2));
    assertThrows(
        IllegalArgumentException.class, () -> Safetensors.readInto(file, b, column.reshape(2)));
  }

  @Test
  void typesWithoutArraysAreRefusedByName() throws IOException {
    String json = "{" + Headers.entry("t", "F8_E4M3", "[3]", "[0,3]") + "}";
    Headers.write(file, json, 3);
    String message =
        assertThrows(SafetensorsException.class, () -> Safetensors.read(file)).getMessage();
    assertEquals(file + ": tensor \"t\": is F8_E4M3, which no ND4J array holds", message);
    assertEquals(Map.of(), Safetensors.read(file, name -> false).tensors());
  }

  @Test
  void emptyTensorOfAbsurdShapeIsRead() throws IOException {
    Headers.write(
        file, "{" + Headers.entry("t", "F32", "[0,1152921504606846976]", "[0,0]") + "}", 0);
    assertArrayEquals(new long[] {0, 1L << 60}, Safetensors.read(file).tensor("t").shape());
  }

  @Test
  void bytesThatAreNoBoolsAreTakenAsTrue() throws IOException {
    Headers.write(file, "{" + Headers.entry("t", "BOOL", "[3]", "[0,3]") + "}", 3);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(Files.size(file) - 2);
      out.write(new byte[] {1, 7});
    }
    INDArray read = Safetensors.read(file).tensor("t");
    assertArrayEquals(new int[] {0, 1, 1}, read.castTo(DataType.INT).toIntVector());
    assertEquals(1, new NativeWindow(read).at(2, 1).get(0));
  }

  @Test
  void whatIsReadOutlivesAWorkspace() throws IOException {
    SafetensorsFile read;
    try (MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace("SAFETENSORS_TEST")) {
      read = Safetensors.read(file);
      assertTrue(workspace.isScopeActive());
    }
    assertFalse(read.tensor("a").isAttached());
    assertArrayEquals(new float[] {1, 2, 3}, read.tensor("a").toFloatVector());
  }
}
