package org.clip4j.data.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same ids, padding and decoded text as open_clip. */
class ClipTokenizerReferenceTest {
  private final ClipTokenizer tokenizer = ClipTokenizer.openAi();

  static List<ReferenceRow> rows() throws IOException {
    List<ReferenceRow> rows = new ArrayList<>(ReferenceRow.read("golden.json"));
    rows.addAll(ReferenceRow.read("more.json"));
    return rows;
  }

  static List<ReferenceRow> decoded() throws IOException {
    return ReferenceRow.read("decoded.json");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void agreesWithOpenClip(ReferenceRow row) {
    assertEquals(row.ids(), list(tokenizer.encode(row.text())), row.text());
    int[] ids = row.ids().stream().mapToInt(Integer::intValue).toArray();
    assertEquals(row.decoded(), tokenizer.decode(ids));
    if (row.padded() != null) {
      assertEquals(row.padded(), list(tokenizer.padded(row.text(), 77)), row.text());
    }
  }

  /** Ids in any order, most of which end inside a character. */
  @ParameterizedTest
  @MethodSource("decoded")
  void decodesAsOpenClip(ReferenceRow row) {
    int[] ids = row.ids().stream().mapToInt(Integer::intValue).toArray();
    assertEquals(row.decoded(), tokenizer.decode(ids), row.ids().toString());
  }

  @Test
  void readsAllRows() throws IOException {
    assertEquals(36, ReferenceRow.read("golden.json").size());
    assertEquals(948, ReferenceRow.read("more.json").size());
    assertEquals(200, decoded().size());
  }

  private static List<Integer> list(int[] ids) {
    return Arrays.stream(ids).boxed().toList();
  }
}
