package org.clip4j.encoders.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFilesTest {

  @TempDir private Path folder;

  @Test
  void filesAppearWhenTheyArePublished() throws IOException {
    Files.writeString(folder.resolve("a"), "before");
    try (StagedFiles files = new StagedFiles(folder)) {
      files.write(
          "a", 3, out -> out.write("new".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      assertEquals("before", Files.readString(folder.resolve("a")));
      files.publish("a");
      assertEquals("new", Files.readString(folder.resolve("a")));
    }
    assertEquals(Set.of("a"), OnnxExportTest.names(folder));
  }

  @Test
  void aFailureNamesTheFileAndLeavesTheFolderAsItWas() throws IOException {
    Files.writeString(folder.resolve("a"), "before");
    try (StagedFiles files = new StagedFiles(folder)) {
      files.write("a", 1, out -> out.write(7));
      FileSystemException e =
          assertThrows(
              FileSystemException.class,
              () ->
                  files.write(
                      "b",
                      2048,
                      out -> {
                        out.write(7);
                        throw new IOException("No space left on device");
                      }));
      assertTrue(
          e.getMessage().startsWith(folder.resolve("b") + ": could not be written (No space left"),
          e.getMessage());
      assertTrue(e.getMessage().contains("2,048 bytes are needed"), e.getMessage());
    }
    assertEquals(Set.of("a"), OnnxExportTest.names(folder));
    assertEquals("before", Files.readString(folder.resolve("a")));
  }
}
