package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.clip4j.train.verify.Check;
import org.clip4j.train.verify.Kind;
import org.clip4j.train.verify.Part;
import org.clip4j.train.verify.VerificationReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {

  private static final String CAT = row("a photo of a cat", "320,1125,539,320,2368", 70);
  private static final String OFF = row("a photo of a dog", "320,1125,539,320,2368", 70);

  @TempDir private Path folder;

  private static String row(String text, String ids, int padding) {
    return String.format(
        "{\"text\": \"%s\", \"ids\": [%s], \"padded77\": [49406,%s,49407%s], \"decoded\": \"%s \"}",
        text, ids, ids, String.join("", Collections.nCopies(padding, ",0")), text);
  }

  private CommandRun verify(String rows, String... options) throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), "[" + rows + "]");
    String[] args = new String[options.length + 2];
    args[0] = "verify";
    args[1] = folder.toString();
    System.arraycopy(options, 0, args, 2, options.length);
    return CommandRun.of(args);
  }

  @Test
  void whatAgreesIsSummarised() throws Exception {
    CommandRun run = verify(CAT + "," + CAT);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("2 texts"), run.out());
    assertTrue(run.out().endsWith("2 checks, all pass\n"), run.out());
    assertFalse(run.out().contains("0001"), run.out());
    assertTrue(verify(CAT + "," + CAT, "--all").out().contains("0001"));
  }

  @Test
  void whatIsOffIsListedAndFails() throws Exception {
    CommandRun run = verify(CAT + "," + OFF + "," + CAT);
    assertEquals(1, run.exitCode());
    assertTrue(run.out().matches("(?s).*FAIL +2 +0   0001 \\(ids\\): ids\\[4\\].*"), run.out());
    assertTrue(run.out().endsWith("3 checks, 1 FAIL\n"), run.out());
    assertEquals("", run.err());
  }

  @Test
  void jsonIsTheOnlyLine() throws Exception {
    CommandRun run = verify(CAT + "," + OFF, "--json");
    assertEquals(1, run.exitCode());
    assertEquals(1, run.out().lines().count());
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertFalse(json.get("pass").asBoolean());
    assertEquals("tokenizer/0000", json.at("/checks/0/name").asText());
    assertTrue(json.at("/checks/0/pass").asBoolean());
    assertEquals(2, json.at("/checks/1/max_error").asDouble());
    assertEquals(0, json.at("/checks/1/allowed").asDouble());
    assertFalse(json.at("/checks/1/pass").asBoolean());
  }

  @Test
  void damagedFileIsToldWithoutAStackTrace() throws Exception {
    CommandRun run = verify("{");
    assertEquals(1, run.exitCode());
    assertTrue(run.out().contains("tokenizer.json: not valid JSON"), run.out());
    assertFalse(run.out().contains("\tat "), run.out());
  }

  @Test
  void nothingToCheckFails() throws Exception {
    CommandRun run = CommandRun.of("verify", folder.toString(), "--json");
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("nothing to check here; expected a model"), run.err());
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertFalse(json.get("pass").asBoolean());
    assertTrue(json.get("error").asText().contains("nothing to check"));
  }

  /** A broken model fails by many names; a person reads the reason once. */
  @Test
  void oneReasonIsToldOnce() {
    List<Check> many = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      many.add(
          new Check("a/" + i, Kind.UNCHECKED, Double.NaN, 0, Optional.empty(), "no such file"));
    }
    VerificationReport report = new VerificationReport(List.of(new Part("a", "", many)));
    StringWriter text = new StringWriter();
    new VerifyTable(new PrintWriter(text), false).print(report);
    assertTrue(text.toString().contains("0 and 4 others: no such file"), text.toString());
    assertTrue(text.toString().endsWith("5 checks, 5 FAIL\n"), text.toString());
    StringWriter all = new StringWriter();
    new VerifyTable(new PrintWriter(all), true).print(report);
    assertEquals(5, all.toString().lines().filter(l -> l.contains("no such file")).count());
  }

  @Test
  void whatIsNoFolderIsToldProgramsToo() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path none : List.of(folder.resolve("none"), file)) {
      CommandRun run = CommandRun.of("verify", none.toString(), "--json");
      assertEquals(2, run.exitCode());
      assertEquals(1, run.out().lines().count(), run.out());
      JsonNode json = new ObjectMapper().readTree(run.out());
      assertFalse(json.get("pass").asBoolean());
      assertEquals(0, json.get("checks").size());
      assertEquals("DIR: " + none + " is no folder", json.get("error").asText());
      assertTrue(run.err().contains("is no folder"), run.err());
    }
  }

  @Test
  void noFolderIsWrongUsage() {
    CommandRun run = CommandRun.of("verify", folder.resolve("none").toString());
    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains("is no folder"), run.err());
    assertEquals(2, CommandRun.of("verify").exitCode());
  }
}
