package org.clip4j.core.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxProblemTest {

  private static String refused(String json) {
    String message =
        assertThrows(ConfigException.class, () -> StrictReader.parse(json, "a.json")).getMessage();
    assertEquals(1, message.lines().count(), message);
    for (String foreign :
        new String[] {"Stream", "`", "marker", "Source", "JSON String", "Object"}) {
      assertFalse(message.contains(foreign), message);
    }
    return message;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ -> it ends too early: expected } (line 1, column 2)",
        "{'a':[1,2} -> Unexpected }: expected ']' (line 1, column 10)",
        "{'a':'x -> it ends too early: was expecting closing quote for a string value"
            + " (line 1, column 8)",
        "{'a':1}} -> Unexpected }: there is nothing to close (line 1, column 8)",
        "nothing -> Unrecognized token 'nothing': was expecting a value (line 1, column 1)",
        "{'a':NaN} -> Non-standard token 'NaN' (line 1, column 9)",
        "{'a':1,'a':2} -> Duplicate key 'a' (line 1, column 11)",
      })
  void isToldWithoutTheParsersWords(String line) {
    String[] parts = line.split(" -> ");
    String json = parts[0].replace('\'', '"');
    assertEquals("a.json: not valid JSON: " + parts[1], refused(json));
  }

  @Test
  void whatIsTooDeepOrTooLongIsToldToo() {
    assertEquals(
        "a.json: not valid JSON: Document nesting depth (1001) exceeds the maximum allowed (1000)",
        refused("[".repeat(200_000)));
    refused("{\"a\":" + "9".repeat(2000) + "}");
    refused("{\"" + "a".repeat(60_000) + "\":1}");
    refused("{\"a\":[");
    refused("\u0000");
  }
}
