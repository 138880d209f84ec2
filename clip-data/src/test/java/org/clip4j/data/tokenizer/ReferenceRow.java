package org.clip4j.data.tokenizer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A text and what open_clip makes of it. */
record ReferenceRow(
    String text,
    List<Integer> ids,
    @JsonProperty("padded77") List<Integer> padded,
    String decoded) {

  static List<ReferenceRow> read(String resource) throws IOException {
    try (InputStream in = ReferenceRow.class.getResourceAsStream(resource)) {
      return List.of(new ObjectMapper().readValue(in, ReferenceRow[].class));
    }
  }
}
