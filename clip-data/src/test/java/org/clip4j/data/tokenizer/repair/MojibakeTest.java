package org.clip4j.data.tokenizer.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.clip4j.data.tokenizer.text.CodePoints;
import org.junit.jupiter.api.Test;

class MojibakeTest {
  /** A text, and whether ftfy calls it bad. */
  record Row(String text, boolean bad) {}

  @Test
  void agreesWithFtfy() throws IOException {
    List<Row> rows;
    try (InputStream in = MojibakeTest.class.getResourceAsStream("mojibake.json")) {
      rows = Arrays.asList(new ObjectMapper().readValue(in, Row[].class));
    }
    for (Row row : rows) {
      assertEquals(row.bad(), Mojibake.isFoundIn(CodePoints.of(row.text())), row.text());
    }
    assertTrue(rows.size() > 2000 && rows.stream().anyMatch(row -> !row.bad()));
  }
}
