package org.clip4j.examples.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTableTest {

  @TempDir private Path folder;

  @Test
  void aCaptionMayBeAListOfTexts() throws IOException {
    Files.write(folder.resolve("a.png"), PackData.png(4, 4, 1));
    Path table =
        Files.writeString(
            folder.resolve("t.jsonl"),
            """
            {"path": "a.png", "captions": ["", "one", "two"]}
            {"path": "a.png", "captions": "alone"}
            {"path": "a.png", "captions": []}
            {"path": "a.png", "captions": ["one", 2]}
            {"path": "a.png", "captions": "one"} {"path": "a.png", "captions": "lost"}
            """);
    PackResult result =
        PackData.pack(
            PackData.options(Optional.of(folder), Optional.of(table), folder.resolve("out")));
    Map<String, byte[]> members = PackData.members(result);
    assertEquals("one", PackData.text(members.get("000000001.txt")));
    ObjectMapper json = new ObjectMapper();
    assertEquals(
        json.readTree("{\"captions\": [\"one\", \"two\"]}"),
        json.readTree(members.get("000000001.json")));
    assertEquals("alone", PackData.text(members.get("000000002.txt")));
    assertFalse(members.containsKey("000000002.json"));
    List<String> skipped = Files.readAllLines(result.list());
    assertEquals("3\ta.png\tcaption missing\tthe row has no caption", skipped.get(1));
    assertEquals("4\t\trow not readable\t'captions[1]' is not a text", skipped.get(2));
    assertTrue(
        skipped.get(3).startsWith("5\t\trow not readable\tnot JSON: something stands behind"),
        skipped.get(3));
  }
}
