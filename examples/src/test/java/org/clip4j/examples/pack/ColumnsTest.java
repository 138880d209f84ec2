package org.clip4j.examples.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {

  private static final Columns USUAL = new Columns(Optional.empty(), Optional.empty());

  @TempDir private Path folder;

  @Test
  void theFirstUsualNameWinsWhateverItsCase() {
    List<String> known = List.of("id", "URL", "FilePath", "Caption");
    assertEquals("FilePath", USUAL.imageOf(known, "t.csv"));
    assertEquals("Caption", USUAL.captionOf(known, "t.csv"));
  }

  private String refusal(String text, Charset encoding) throws IOException {
    Path table = Files.write(folder.resolve("t.csv"), text.getBytes(encoding));
    PackOptions options =
        PackData.options(Optional.of(folder), Optional.of(table), folder.resolve("out"));
    return assertThrows(IllegalArgumentException.class, () -> PackData.pack(options)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void aTableInAnotherEncodingSaysSo(String encoding) throws IOException {
    String message = refusal("filepath,title\na.png,a cat\n", Charset.forName(encoding));
    assertTrue(message.contains("save it as UTF-8"), message);
  }

  @Test
  void semicolonsAreNoCommas() throws IOException {
    String message = refusal("filepath;title\na.png;a cat\n", StandardCharsets.UTF_8);
    assertTrue(message.contains("semicolons divide no values"), message);
  }
}
