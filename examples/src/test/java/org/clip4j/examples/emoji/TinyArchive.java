package org.clip4j.examples.emoji;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar as small as a test needs, laid out as the real one. */
final class TinyArchive {

  static final String RED_SQUARE = "<rect x='2' y='2' width='12' height='12' fill='#f00'/>";
  static final String BLUE_DISC = "<circle cx='8' cy='8' r='6' fill='#00f'/>";
  static final String GREEN_BAR = "<path d='M1 6h14v4H1z' fill='#080'/>";

  private final Map<String, String> sets = new LinkedHashMap<>();

  TinyArchive() {
    for (Split split : Split.values()) {
      for (String set : split.sets()) {
        sets.put(set, set(icon("red-square", RED_SQUARE) + "," + icon("blue-disc", BLUE_DISC), ""));
      }
    }
  }

  TinyArchive with(String set, String json) {
    sets.put(set, json);
    return this;
  }

  TinyArchive without(String set) {
    sets.remove(set);
    return this;
  }

  /** A set's JSON: its icons as {@link #icon} gives them, and further fields of the root. */
  static String set(String icons, String more) {
    return "{\"prefix\":\"x\",\"width\":16,\"height\":16,\"info\":{\"name\":\"A set\",\"author\":"
        + "{\"name\":\"Anna\",\"url\":\"https://example.org\"},\"license\":{\"title\":\"MIT\","
        + "\"spdx\":\"MIT\",\"url\":\"https://example.org/l\"}},\"icons\":{"
        + icons
        + "}"
        + more
        + "}";
  }

  static String icon(String key, String body) {
    return icon(key, body, "");
  }

  static String icon(String key, String body, String more) {
    return "\"" + key + "\":{\"body\":\"" + body.replace("\"", "\\\"") + "\"" + more + "}";
  }

  Path write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, String> set : sets.entrySet()) {
        String folder = "META-INF/resources/webjars/iconify__json/" + IconifyArchive.VERSION;
        ZipEntry entry = new ZipEntry(folder + "/json/" + set.getKey() + ".json");
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(set.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return file;
  }
}
