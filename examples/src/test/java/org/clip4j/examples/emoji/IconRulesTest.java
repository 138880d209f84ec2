package org.clip4j.examples.emoji;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.clip4j.examples.iconify.LeftOut;
import org.junit.jupiter.api.Test;

class IconRulesTest {

  private static Optional<LeftOut> rule(String key) {
    return IconRules.leftOut(key, "Objects", Set.of(key));
  }

  @Test
  void skinTonesByName() {
    assertEquals(Optional.of(LeftOut.SKIN_TONE), rule("boy-medium-light-skin-tone"));
    assertEquals(Optional.of(LeftOut.SKIN_TONE), rule("light-skin-tone"));
    assertEquals(Optional.of(LeftOut.SKIN_TONE), rule("mermaid-tone4"));
    assertEquals(Optional.empty(), rule("mermaid-tone6"));
    assertEquals(Optional.empty(), rule("touch-tone-phone"));
  }

  @Test
  void fiveTonesOfOneStemAreSkinTones() {
    Set<String> five =
        Set.of(
            "cook",
            "cook-light",
            "cook-medium-light",
            "cook-medium",
            "cook-medium-dark",
            "cook-dark");
    for (String key : five) {
      assertEquals(
          key.equals("cook") ? Optional.empty() : Optional.of(LeftOut.SKIN_TONE),
          IconRules.leftOut(key, "", five),
          key);
    }
  }

  @Test
  void aLightIsNoSkinTone() {
    Set<String> keys = Set.of("police-car", "police-car-light", "police-car-dark");
    assertEquals(Optional.empty(), IconRules.leftOut("police-car-light", "", keys));
  }

  @Test
  void flagsByNameAndByCategory() {
    assertEquals(Optional.of(LeftOut.FLAG), rule("flag-for-france"));
    assertEquals(
        Optional.of(LeftOut.FLAG),
        IconRules.leftOut("crossed-flags", "Flags", Set.of("crossed-flags")));
    assertEquals(Optional.empty(), rule("mailbox-with-raised-flag"));
  }
}
