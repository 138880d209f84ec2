package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TokenizeCommandTest {

  @Test
  void textAloneByDefault() {
    CommandRun run = CommandRun.withInput("a photo of a cat\nhello world!\n", "tokenize");
    assertEquals("[320,1125,539,320,2368]\n[3306,1002,256]\n", run.out());
    assertEquals(0, run.exitCode());
  }

  @Test
  void startAndEndWithContext() {
    CommandRun run = CommandRun.withInput("a photo of a cat\n", "tokenize", "--context", "5");
    assertEquals("[49406,320,1125,539,49407]\n", run.out());
  }

  @Test
  void zerosWhenPadded() throws Exception {
    CommandRun run = CommandRun.withInput("hello world!\n", "tokenize", "--padded");
    int[] ids = new ObjectMapper().readValue(run.out(), int[].class);
    assertEquals(77, ids.length);
    assertEquals(49407, ids[4]);
    assertEquals(0, ids[5]);
    assertEquals(
        "[49406,3306,1002,256,49407,0]\n",
        CommandRun.withInput("hello world!\n", "tokenize", "--padded", "--context", "6").out());
  }

  @Test
  void oneAnswerForEachLineWhateverItHolds() {
    // A blank line, a carriage return inside, broken UTF-8, a NUL, and a last line without its end.
    byte[] odd = "\na\rcat\r\n\u00ff\u0000\na cat".getBytes(StandardCharsets.ISO_8859_1);
    String[] answers = CommandRun.withInput(odd, "tokenize").out().split("\n", -1);
    assertEquals(5, answers.length, "four answers, each with its line feed");
    assertEquals("[]", answers[0]);
    assertEquals("[320,2368]", answers[1]);
    assertTrue(answers[2].startsWith("[") && answers[2].length() > 2, answers[2]);
    assertEquals("[320,2368]", answers[3]);
  }

  @Test
  void nothingForNothing() {
    CommandRun run = CommandRun.withInput("", "tokenize");
    assertEquals("", run.out());
    assertEquals(0, run.exitCode());
  }

  @Test
  void endlessLineEndsWithOneClearLine() {
    byte[] endless = new byte[Lines.MAX_BYTES + 3];
    endless[0] = '\n';
    java.util.Arrays.fill(endless, 1, endless.length, (byte) 'a');
    CommandRun run = CommandRun.withInput(endless, "tokenize");
    assertEquals(1, run.exitCode());
    assertEquals("[]\n", run.out());
    assertEquals("clip4j: standard input, line 2: longer than 16 MiB\n", run.err());
  }

  @Test
  void contextWithoutRoomIsWrongUsage() {
    CommandRun run = CommandRun.withInput("a\n", "tokenize", "--context", "1");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().startsWith("clip4j: --context 1: expected 2 or more"), run.err());
  }
}
