package org.clip4j.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ByNameTest {

  private record Thing(String name) {}

  private static String refused(String name, Thing... all) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> ByName.find("thing", List.of(all), Thing::name, name))
        .getMessage();
  }

  @Test
  void theOneOfANameIsFound() {
    Thing other = new Thing("other");
    assertEquals(
        other, ByName.find("thing", List.of(new Thing("one"), other), Thing::name, "other"));
  }

  @Test
  void noneAndSeveralAreErrors() {
    Thing one = new Thing("one");
    assertEquals("unknown thing 'ones'; did you mean 'one'?", refused("ones", one));
    assertEquals("unknown thing 'x'; known here: one, two", refused("x", new Thing("two"), one));
    assertEquals("unknown thing 'x'; nothing on the class path adds one", refused("x"));
    String twice = refused("one", one, new Thing("one"));
    assertTrue(twice.startsWith("thing 'one' is there more than once: "), twice);
  }
}
