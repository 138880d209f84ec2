package org.clip4j.data.tokenizer.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values from ftfy's {@code restore_byte_a0} and {@code replace_lossy_sequences}. */
class LostBytesTest {
  private static final String LOST = "\u001A";

  @ParameterizedTest
  @CsvSource({
    "'Ã la', 'Ã_ la'",
    "'Ã  la', 'Ã_ la'",
    "'Ãs vezes Ã s Ã quela Ã quel', 'Ãs vezes Ã_s Ã_quela Ã_ quel'",
    "'Â Å Î Ð Ù Ä ', 'Â_Å_Î_Ð_Ù_Ä '",
    "'â ¡ â\u0085 á ¡ á\u0084 ã¡ ', 'â_¡ â\u0085 á ¡ á\u0084_ã¡_'",
    "'ð ¡¢ ð¡ ¢ ð¡¢ ð  ¢ ð¡¢x', 'ð_¡¢ ð¡_¢ ð¡¢_ð  ¢ ð¡¢x'",
    "'', ''"
  })
  void restoresNoBreakSpaces(String latin1, String expected) {
    byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    String actual = new String(LostBytes.restoreNoBreakSpaces(bytes), StandardCharsets.ISO_8859_1);
    assertEquals(expected, actual.replace('\u00A0', '_'));
  }

  @ParameterizedTest
  @CsvSource({
    "'a#b', 'a_b'",
    "'Ã# Ã? Ä# Ä? Á#', '_ _ _ Ä? Á_'",
    "'â?¡ â¡? â?? â## â#? â?# âx#', '_ _ â?? _ _ _ âx_'",
    "'ð?¡¢ ð¡?# ð¡#? ð?¡? ð###', '_ _ _ ð?¡? _'",
    "'í ?í°? í\u00A0?í°? í\u00A0\u00BDí°? í\u00A0\u00BDí°\u008D', 'í ?_ _ _ í\u00A0\u00BDí°\u008D'",
    "'õ?¡¢ ð#', 'õ?¡¢ ð_'",
    "'', ''"
  })
  void replacesSequencesThatMissAByte(String latin1, String expected) {
    byte[] bytes = latin1.replace("#", LOST).getBytes(StandardCharsets.ISO_8859_1);
    String actual = new String(LostBytes.replaceBroken(bytes), StandardCharsets.ISO_8859_1);
    assertEquals(expected, actual.replace("\u00EF\u00BF\u00BD", "_"));
  }
}
