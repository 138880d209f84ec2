package org.clip4j.examples.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

class CocoTableTest {

  private static final String ANNOTATIONS =
      """
      {"info": {"year": 2017, "nested": [[{"images": []}]]},
       "annotations": [
         {"image_id": 9, "id": 1, "caption": "A dog."},
         {"image_id": 7, "id": 2, "caption": "A cat \\u00e9"},
         {"image_id": 9, "id": 3, "caption": " "},
         {"image_id": 9, "id": 4, "caption": "A dog runs.", "extra": {"caption": "no"}},
         {"image_id": 5, "id": 5, "caption": "of nothing"}],
       "licenses": [{"id": 1}],
       "images": [
         {"id": 9, "file_name": "b/9.png", "coco_url": "http://h/9.png", "height": 3},
         {"id": 7, "file_name": "7.png", "coco_url": "http://h/7.png"},
         {"id": 7, "file_name": "8.png"},
         {"file_name": "6.png"},
         3,
         {"id": 4, "file_name": "4.png"}]}
      """;

  @TempDir private Path folder;

  private Path write(String json) throws IOException {
    return Files.writeString(folder.resolve("captions_val.json"), json);
  }

  private PackResult pack(Path captions) throws IOException {
    Path images = folder.resolve("images");
    Files.createDirectories(images.resolve("b"));
    for (String name : List.of("b/9.png", "7.png", "8.png", "6.png", "4.png")) {
      Files.write(images.resolve(name), PackData.png(5, 5, name.hashCode()));
    }
    return PackData.pack(
        PackData.options(Optional.of(images), Optional.of(captions), folder.resolve("out")));
  }

  @Test
  void anImageIsASampleWithAllItsCaptions() throws IOException {
    PackResult result = pack(write(ANNOTATIONS));
    Map<String, byte[]> members = PackData.members(result);
    assertEquals(
        List.of(
            "000000001.png",
            "000000001.txt",
            "000000001.json",
            "000000002.png",
            "000000002.txt",
            "000000002.json"),
        List.copyOf(members.keySet()));
    assertEquals("A dog.", PackData.text(members.get("000000001.txt")));
    ObjectMapper json = new ObjectMapper();
    assertEquals(
        json.readTree("{\"captions\": [\"A dog.\", \"A dog runs.\"]}"),
        json.readTree(members.get("000000001.json")));
    assertEquals(
        json.readTree("{\"captions\": [\"A cat \u00e9\"]}"),
        json.readTree(members.get("000000002.json")));
  }

  @Test
  void whatIsNoPairIsSkippedAndSaid() throws IOException {
    PackResult result = pack(write(ANNOTATIONS));
    List<String> lines = Files.readAllLines(result.list());
    assertEquals("row\timage\treason\tdetail", lines.get(0));
    assertEquals("3\t\trow not readable\tid 7 is there a second time", lines.get(1));
    assertEquals("4\t\trow not readable\tit has no 'id'", lines.get(2));
    assertEquals("5\t\trow not readable\tit has no 'id'", lines.get(3));
    assertEquals("6\t4.png\tcaption missing\tthe row has no caption", lines.get(4));
    assertTrue(lines.get(5).contains("an image that is not listed: 5"), lines.get(5));
    assertEquals(6, lines.size());
  }

  @Test
  void withoutAFolderPicturesAreUrls() throws IOException, BadRowException {
    Columns columns = new Columns(Optional.empty(), Optional.empty());
    try (CocoTable table = CocoTable.open(write(ANNOTATIONS), columns, false)) {
      assertEquals("http://h/9.png", table.next().orElseThrow().image());
      assertEquals(7, table.expected());
    }
  }

  @Test
  void whatIsNotCocoIsRefusedInOneLine() throws IOException {
    Map<String, String> wrong =
        Map.of(
            "[1, 2]", "expected an object",
            "", "expected an object",
            "{}", "no lists 'images' and 'annotations'",
            "{\"images\": 3, \"annotations\": []}", "no lists",
            "{\"images\": [], \"annotations\": [", "ends too early",
            "{\"images\": [], \"annotations\": [{\"caption\" 3", "not JSON");
    for (Map.Entry<String, String> each : wrong.entrySet()) {
      Path file = write(each.getKey());
      IOException e = assertThrows(IOException.class, () -> pack(file));
      assertTrue(e.getMessage().contains(each.getValue()), e.getMessage());
      assertTrue(e.getMessage().contains("captions_val.json"), e.getMessage());
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }
  }

  @Test
  void cutOffAnywhereItIsRefused() throws IOException {
    for (int length = 1; length < ANNOTATIONS.strip().length(); length += 3) {
      Path file = write(ANNOTATIONS.substring(0, length));
      assertThrows(IOException.class, () -> pack(file));
    }
    assertFalse(Files.exists(folder.resolve("out")));
  }
}
