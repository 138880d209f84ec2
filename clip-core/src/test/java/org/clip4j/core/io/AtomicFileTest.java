package org.clip4j.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AtomicFileTest {

  @TempDir Path folder;

  @Test
  void replacesTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "the old file");
    AtomicFile.write(
        file, 3, channel -> channel.write(ByteBuffer.wrap(new byte[] {'n', 'e', 'w'})));
    assertEquals("new", Files.readString(file));
    assertEquals(List.of(file), files());
  }

  /** As when the disk is full: some bytes are taken, then no more. */
  @Test
  void failureLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "the old file");
    SafetensorsException e =
        assertThrows(
            SafetensorsException.class,
            () ->
                AtomicFile.write(
                    file,
                    1234,
                    channel -> {
                      channel.write(ByteBuffer.wrap(new byte[] {'n', 'e'}));
                      throw new IOException("No space left on device");
                    }));
    assertTrue(
        e.getMessage()
            .startsWith(
                file
                    + ": could not be written (IOException: No space left on device); 1234 bytes"
                    + " are needed, "),
        e.getMessage());
    assertTrue(e.getMessage().endsWith(" are free; nothing was changed"), e.getMessage());
    assertEquals("the old file", Files.readString(file));
    assertEquals(List.of(file), files());
  }

  @Test
  void programFaultLeavesNothingEither() throws IOException {
    assertThrows(
        IllegalStateException.class,
        () ->
            AtomicFile.write(
                folder.resolve("f"),
                1,
                channel -> {
                  throw new IllegalStateException("array was closed");
                }));
    assertEquals(List.of(), files());
  }

  @Test
  void placesThatCannotBeWrittenAreNamed() {
    Map<String, INDArray> tensors = Map.of("a", Nd4j.scalar(1f));
    Path nowhere = folder.resolve("absent").resolve("f");
    assertRefused(nowhere, tensors, "there is no folder " + nowhere.getParent());
    assertRefused(folder, tensors, "is a folder, expected a file or nothing");
  }

  @Test
  void namesAndTypesThatTheFormatLacksAreRefused() throws IOException {
    Path file = folder.resolve("f");
    assertRefused(file, Map.of("__metadata__", Nd4j.scalar(1f)), "keeps this name for itself");
    assertRefused(file, Map.of("a\ud800b", Nd4j.scalar(1f)), "its name is not Unicode");
    Map<String, String> halves = Map.of("k", "\ud800");
    assertThrows(SafetensorsException.class, () -> Safetensors.write(file, Map.of(), halves));
    assertRefused(file, Map.of("text", Nd4j.create("words")), "tensor \"text\": UTF8 has no type");
    assertEquals(List.of(), files());
    assertFalse(Dtype.of(DataType.UTF8).isPresent());
  }

  @Test
  void fileWithoutTensorsIsSound() throws IOException {
    Path file = folder.resolve("f");
    Safetensors.write(file, Map.of(), Map.of());
    assertEquals(16, Files.size(file));
    assertEquals(Map.of(), Safetensors.read(file).tensors());
  }

  private static void assertRefused(Path file, Map<String, INDArray> tensors, String expected) {
    String message =
        assertThrows(SafetensorsException.class, () -> Safetensors.write(file, tensors, Map.of()))
            .getMessage();
    assertTrue(message.startsWith(file + ": "), message);
    assertTrue(message.contains(expected), message);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.toList();
    }
  }
}
