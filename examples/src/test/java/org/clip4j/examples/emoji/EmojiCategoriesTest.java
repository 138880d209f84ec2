package org.clip4j.examples.emoji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EmojiCategoriesTest {

  @Test
  void noPromptNamesTwoClasses() {
    Set<String> all = new HashSet<>();
    for (String category : EmojiCategories.names()) {
      for (String prompt : EmojiCategories.prompts(category)) {
        assertTrue(all.add(prompt), prompt);
      }
    }
    assertEquals(8, EmojiCategories.names().size());
  }

  @Test
  void anUnknownCategoryIsNamed() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> EmojiCategories.prompts("Flags"));
    assertTrue(e.getMessage().contains("'Flags'"), e.getMessage());
  }
}
