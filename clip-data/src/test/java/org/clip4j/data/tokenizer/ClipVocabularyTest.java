package org.clip4j.data.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class ClipVocabularyTest {

  @Test
  void saysInTextWhatTheTokenizerHolds() {
    ClipVocabulary text = ClipVocabulary.openAi();
    ClipTokenizer tokenizer = ClipTokenizer.openAi();
    assertEquals(tokenizer.vocabSize(), text.tokens().size());
    assertEquals(tokenizer.vocabSize() - 512 - 2, text.merges().size());
    assertEquals(text.tokens().size(), new HashSet<>(text.tokens()).size());
    // Ids as published with OpenAI's models.
    assertEquals("!", text.tokens().get(0));
    assertEquals("\u0100", text.tokens().get(188));
    assertEquals("!</w>", text.tokens().get(256));
    assertEquals("i n", text.merges().get(0));
    assertEquals("in", text.tokens().get(512));
    assertEquals("the</w>", text.tokens().get(518));
    assertEquals(ClipVocabulary.START, text.tokens().get(49406));
    assertEquals(ClipVocabulary.END, text.tokens().get(49407));
    for (String word : new String[] {"cat", "photo", "dogs", "naïve", "日本"}) {
      StringBuilder joined = new StringBuilder();
      for (int id : tokenizer.encode(word)) {
        joined.append(text.tokens().get(id));
      }
      StringBuilder expected = new StringBuilder();
      int[] order = Vocabulary.bytesById();
      for (byte b : word.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
        for (int id = 0; id < order.length; id++) {
          if ((byte) order[id] == b) {
            expected.append(text.tokens().get(id));
          }
        }
      }
      assertEquals(expected + "</w>", joined.toString());
    }
  }
}
