package org.clip4j.data.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocabularyTest {
  @Test
  void bundlesTheMergesOfOpenAi() throws Exception {
    try (InputStream in = Vocabulary.class.getResourceAsStream(Vocabulary.OPEN_AI_MERGES)) {
      byte[] merges = new GZIPInputStream(in).readAllBytes();
      assertEquals(
          "9fd691f7c8039210e0fced15865466c65820d09b63988b0174bfe25de299051a",
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(merges)));
    }
  }

  @Test
  void numbersBytesMergesAndSpecialTokensInOrder() throws IOException {
    Vocabulary vocabulary = read("#version: 0.2\na b\nab c</w>\n");
    assertEquals(516, vocabulary.size());
    assertEquals(514, vocabulary.startToken());
    assertEquals(515, vocabulary.endToken());
    assertEquals(0, vocabulary.idOf((byte) '!'));
    assertEquals(256, vocabulary.idOfLast((byte) '!'));
    assertEquals(188, vocabulary.idOf((byte) 0));
    assertEquals(512, vocabulary.merge(64, 65).orElseThrow());
    assertTrue(vocabulary.merge(65, 64).isEmpty());
    assertArrayEquals("abc</w>".getBytes(StandardCharsets.UTF_8), vocabulary.bytes(513));
  }

  @ParameterizedTest
  @CsvSource({
    "'', #version",
    "'a b\n', #version",
    "'#version\na b\nab\n', line 3",
    "'#version\na b\nxy c\n', line 3",
    "'#version\na b\na b\n', line 3",
    "'#version\na 猫\n', line 2",
    "'#version\n\na b\n', line 2",
  })
  void saysWhichLineIsWrong(String content, String expected) {
    Exception e = assertThrows(IOException.class, () -> read(content));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertTrue(e.getMessage().startsWith("some.txt"), e.getMessage());
  }

  private static Vocabulary read(String content) throws IOException {
    return Vocabulary.read(
        new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), "some.txt");
  }
}
