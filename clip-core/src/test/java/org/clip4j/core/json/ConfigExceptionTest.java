package org.clip4j.core.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ConfigExceptionTest {

  @Test
  void valuesFromOutsideLeaveTheMessageReadable() {
    assertEquals(
        "a.json: key is ?[2J?x", new ConfigException("a.json: key is \u001b[2J\nx").getMessage());
    String message =
        new ConfigException("a.json: key is " + "long".repeat(5000) + ", expected 3").getMessage();
    assertTrue(message.startsWith("a.json: key is long"), message);
    assertTrue(message.endsWith(" ... " + message.substring(305)), message);
    assertTrue(message.endsWith("long, expected 3"), message);
    assertEquals(605, message.length());
  }
}
