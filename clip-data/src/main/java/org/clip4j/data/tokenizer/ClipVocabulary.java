package org.clip4j.data.tokenizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The vocabulary of OpenAI's CLIP models as text, spelled as in the files of Hugging Face's
 * tokenizers: a byte is a visible character, {@code </w>} ends a word.
 */
public final class ClipVocabulary {

  /** The token that every caption begins with. */
  public static final String START = "<|startoftext|>";

  /** The token that every caption ends with, the one of the highest id. */
  public static final String END = "<|endoftext|>";

  private final List<String> tokens;
  private final List<String> merges;

  private ClipVocabulary(List<String> tokens, List<String> merges) {
    this.tokens = List.copyOf(tokens);
    this.merges = List.copyOf(merges);
  }

  /** Reads the vocabulary out of this library's resources; three megabytes of text. */
  public static ClipVocabulary openAi() {
    List<String> merges;
    try (InputStream in = Vocabulary.class.getResourceAsStream(Vocabulary.OPEN_AI_MERGES);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      merges = lines.lines().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bundled " + Vocabulary.OPEN_AI_MERGES, e);
    }
    List<String> tokens = new ArrayList<>();
    int[] order = Vocabulary.bytesById();
    for (String end : List.of("", Vocabulary.WORD_END)) {
      for (int id = 0; id < order.length; id++) {
        tokens.add(Vocabulary.character(order, id) + end);
      }
    }
    merges.forEach(merge -> tokens.add(merge.replace(" ", "")));
    tokens.add(START);
    tokens.add(END);
    return new ClipVocabulary(tokens, merges);
  }

  /** The tokens in the order of their ids. */
  public List<String> tokens() {
    return tokens;
  }

  /** The merges in the order of their rank: two tokens with a space between. */
  public List<String> merges() {
    return merges;
  }
}
