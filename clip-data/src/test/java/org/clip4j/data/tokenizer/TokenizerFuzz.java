package org.clip4j.data.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.clip4j.data.tokenizer.repair.TextRepair;

/**
 * Compares the tokenizer with the reference on the texts that {@code tokenizer_fuzz.py} wrote, and
 * prints where they differ. Run by hand, it is no test.
 */
final class TokenizerFuzz {
  private static final int MOST_PRINTED = 20;

  /** A text, and what the reference makes of it and of some of its ids in another order. */
  record Row(String text, String repaired, int[] ids, int[] shuffled, String decoded) {}

  private TokenizerFuzz() {}

  /**
   * Compares.
   *
   * @param args files of one JSON object a line
   */
  public static void main(String[] args) throws IOException {
    ClipTokenizer tokenizer = ClipTokenizer.openAi();
    ObjectMapper json = new ObjectMapper();
    int rows = 0;
    int differing = 0;
    for (String file : args) {
      try (BufferedReader lines = Files.newBufferedReader(Path.of(file))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Row row = json.readValue(line, Row.class);
          String difference = difference(tokenizer, row);
          rows++;
          if (!difference.isEmpty() && differing++ < MOST_PRINTED) {
            System.out.println(visible(row.text()) + difference);
          }
        }
      }
    }
    System.out.println(rows + " texts, " + differing + " differ");
    if (rows == 0 || differing > 0) {
      System.exit(1);
    }
  }

  private static String difference(ClipTokenizer tokenizer, Row row) {
    String repaired = TextRepair.repair(row.text());
    int[] ids = tokenizer.encode(row.text());
    String decoded = tokenizer.decode(row.shuffled());
    StringBuilder out = new StringBuilder();
    if (!repaired.equals(row.repaired())) {
      out.append("\n  repaired  ").append(visible(repaired));
      out.append("\n  expected  ").append(visible(row.repaired()));
    }
    if (!Arrays.equals(ids, row.ids())) {
      out.append("\n  ids       ").append(Arrays.toString(ids));
      out.append("\n  expected  ").append(Arrays.toString(row.ids()));
    }
    if (!decoded.equals(row.decoded())) {
      out.append("\n  decoded   ").append(visible(decoded));
      out.append("\n  expected  ").append(visible(row.decoded()));
    }
    return out.toString();
  }

  private static String visible(String text) {
    return text.chars()
        .mapToObj(
            c -> c >= ' ' && c < 0x7F ? String.valueOf((char) c) : String.format("\\u%04X", c))
        .collect(Collectors.joining());
  }
}
