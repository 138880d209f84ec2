package org.clip4j.core.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonKeyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a | 1",
        "b.c | 2",
        "b.d.e | 3",
        "x.y | 4",
        "x.z | ''",
        "b.c.d | ''",
        "list.0 | ''",
        "b. | ''",
        ".. | ''",
        "none | ''",
        "nil | null"
      })
  void dotsLeadIntoObjects(String key, String expected) {
    JsonNode root =
        StrictReader.parse(
            "{\"a\": 1, \"b\": {\"c\": 2, \"d\": {\"e\": 3}}, \"x.y\": 4, \"x\": {\"y\": 5},"
                + " \"list\": [6], \"nil\": null}",
            "test");
    assertEquals(expected, new JsonKey(key).in(root).toString());
  }

  @Test
  void aBlankKeyIsNone() {
    assertThrows(IllegalArgumentException.class, () -> new JsonKey(" "));
  }
}
