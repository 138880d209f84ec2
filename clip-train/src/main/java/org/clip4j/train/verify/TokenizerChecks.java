package org.clip4j.train.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.core.json.SyntaxProblem;
import org.clip4j.data.tokenizer.ClipTokenizer;

/**
 * The tokenizer: {@value #FILE} is a JSON array of objects with {@code text}, its {@code ids}
 * without start and end, {@code padded77} with both and filled up, and {@code decoded}, the text
 * that the ids give. Each text is a check of all three.
 */
final class TokenizerChecks {

  static final String FILE = "tokenizer.json";

  private static final int CONTEXT = 77;
  private static final long MAX_BYTES = 64L << 20;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TokenizerChecks() {}

  private record Row(String text, List<Integer> ids, List<Integer> padded77, String decoded) {}

  /** Adds the checks; returns how many texts there are, in words. */
  static String run(Path file, Checks checks) throws IOException {
    String json = new String(BoundedFile.read(file, MAX_BYTES), StandardCharsets.UTF_8);
    JsonNode rows;
    try {
      rows = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new ConfigException(file + ": not valid JSON: " + SyntaxProblem.describe(e), e);
    }
    if (!rows.isArray() || rows.isEmpty()) {
      throw new ConfigException(file + ": expected a JSON array of texts with their ids");
    }
    for (int i = 0; i < rows.size(); i++) {
      String name = String.format("%04d", i);
      try {
        Row row = StrictReader.read(rows.get(i), Row.class, file.toString(), "[" + i + "]");
        checks.add(check(checks.name(name), row));
      } catch (RuntimeException e) {
        checks.fail(name, Kind.TEXT, 0, Failures.describe(e));
      }
    }
    return rows.size() + " texts";
  }

  private static Check check(String name, Row row) {
    if (row == null
        || row.text == null
        || row.ids == null
        || row.padded77 == null
        || row.decoded == null) {
      return Check.failed(name, Kind.TEXT, 0, "expected text, ids, padded77 and decoded");
    }
    ClipTokenizer tokenizer = ClipTokenizer.openAi();
    int[] ids = tokenizer.encode(row.text);
    int[] padded = tokenizer.padded(row.text, CONTEXT);
    boolean decodes = tokenizer.decode(ids).equals(row.decoded);
    int differing = differing(row.ids, ids) + differing(row.padded77, padded) + (decodes ? 0 : 1);
    String note =
        first("ids", row.ids, ids)
            .or(() -> first("padded77", row.padded77, padded))
            .orElse(decodes ? "" : "decoded is another text");
    return new Check(name, Kind.TEXT, differing, 0, Optional.empty(), note);
  }

  private static int differing(List<Integer> expected, int[] actual) {
    int differing = Math.abs(expected.size() - actual.length);
    for (int i = 0; i < Math.min(expected.size(), actual.length); i++) {
      differing += Objects.equals(expected.get(i), actual[i]) ? 0 : 1;
    }
    return differing;
  }

  private static Optional<String> first(String what, List<Integer> expected, int[] actual) {
    int at = 0;
    while (at < Math.min(expected.size(), actual.length)
        && Objects.equals(expected.get(at), actual[at])) {
      at++;
    }
    if (at == expected.size() && at == actual.length) {
      return Optional.empty();
    }
    String wanted = at < expected.size() ? "id " + expected.get(at) : "no more";
    String here = at < actual.length ? "id " + actual[at] : "no more";
    return Optional.of(what + "[" + at + "]: the reference has " + wanted + ", here it is " + here);
  }
}
