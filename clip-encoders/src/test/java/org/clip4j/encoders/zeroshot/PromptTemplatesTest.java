package org.clip4j.encoders.zeroshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTemplatesTest {

  @Test
  void putsTheNameInAsItIs() {
    assertEquals("a photo of a Red Apple.", PromptTemplates.photo().prompt(0, "Red Apple"));
    assertEquals("owl", PromptTemplates.plain().prompt(0, "owl"));
    assertEquals("a {} $1 sign", PromptTemplates.of("a {} sign").prompt(0, "{} $1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a photo", "{} and {}", "a photo of a {c}."})
  void refusesTemplatesWithoutOneHole(String template) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> PromptTemplates.of("{}", template));
    assertTrue(e.getMessage().contains('"' + template + '"'), e.getMessage());
  }

  @Test
  void refusesNoTemplatesAndBlankNames() {
    assertThrows(IllegalArgumentException.class, () -> new PromptTemplates(List.of()));
    assertThrows(IllegalArgumentException.class, () -> PromptTemplates.photo().prompt(0, "  "));
  }
}
