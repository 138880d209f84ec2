package org.clip4j.data.tokenizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * The tokens and their ids: 256 single bytes, the same 256 as the last byte of a word, one token
 * for each merge in the order of its rank, start, end.
 *
 * <p>So the merge of rank {@code r} makes the token {@code 512 + r}, and both its parts have lower
 * ids than that.
 */
final class Vocabulary {
  static final String START = "<start_of_text>";
  static final String END = "<end_of_text>";

  /** What marks, in the text of a token, that a word ends there. */
  static final String WORD_END = "</w>";

  static final String OPEN_AI_MERGES = "merges.txt.gz";

  private static final int BYTES = 256;

  /** Ids go two to a key. */
  private static final int MOST_TOKENS = 1 << 16;

  private final Map<Integer, Integer> merged;
  private final byte[][] bytes;
  private final int[] idOfByte;

  private Vocabulary(Map<Integer, Integer> merged, byte[][] bytes, int[] idOfByte) {
    this.merged = merged;
    this.bytes = bytes;
    this.idOfByte = idOfByte;
  }

  /** The vocabulary of OpenAI's CLIP models, from this library's resources. */
  static Vocabulary openAi() {
    try (InputStream in = Vocabulary.class.getResourceAsStream(OPEN_AI_MERGES)) {
      if (in == null) {
        throw new IllegalStateException(
            OPEN_AI_MERGES + " is missing beside " + Vocabulary.class + ": is the jar complete?");
      }
      return read(new GZIPInputStream(in), OPEN_AI_MERGES);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bundled " + OPEN_AI_MERGES, e);
    }
  }

  /**
   * Reads a merges file: a version line, then two tokens a line, separated by a space.
   *
   * @param in UTF-8 text
   * @param name what to call it in errors
   */
  static Vocabulary read(InputStream in, String name) throws IOException {
    List<byte[]> bytes = new ArrayList<>();
    Map<String, Integer> idOfToken = new HashMap<>();
    int[] idOfByte = addBytes(bytes, idOfToken);
    Map<Integer, Integer> merged = new HashMap<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    String line = lines.readLine();
    if (line == null || !line.startsWith("#version")) {
      throw new IOException(name + " does not begin with a #version line: not a merges file");
    }
    for (int number = 2; (line = lines.readLine()) != null; number++) {
      int space = line.indexOf(' ');
      Integer left = space < 0 ? null : idOfToken.get(line.substring(0, space));
      Integer right = space < 0 ? null : idOfToken.get(line.substring(space + 1));
      if (left == null || right == null) {
        throw new IOException(
            name + " line " + number + ": expected two tokens made by lines before it");
      }
      int id = bytes.size();
      if (id >= MOST_TOKENS - 2) {
        throw new IOException(
            name + " has more merges than the " + MOST_TOKENS + " tokens allowed");
      }
      if (idOfToken.putIfAbsent(line.substring(0, space) + line.substring(space + 1), id) != null) {
        throw new IOException(name + " line " + number + " makes a token that is there already");
      }
      merged.put(pair(left, right), id);
      bytes.add(concat(bytes.get(left), bytes.get(right)));
    }
    bytes.add(START.getBytes(StandardCharsets.US_ASCII));
    bytes.add(END.getBytes(StandardCharsets.US_ASCII));
    return new Vocabulary(merged, bytes.toArray(byte[][]::new), idOfByte);
  }

  /**
   * Adds the single bytes. A merges file writes a byte as a visible character: as itself where
   * Latin-1 prints it, the others, in order, from U+0100 on.
   */
  private static int[] addBytes(List<byte[]> bytes, Map<String, Integer> idOfToken) {
    int[] order = bytesById();
    int[] idOfByte = new int[BYTES];
    for (int id = 0; id < BYTES; id++) {
      idOfByte[order[id]] = id;
      idOfToken.put(character(order, id), id);
      bytes.add(new byte[] {(byte) order[id]});
    }
    byte[] end = WORD_END.getBytes(StandardCharsets.US_ASCII);
    List<String> visibleBytes = List.copyOf(idOfToken.keySet());
    for (String character : visibleBytes) {
      idOfToken.put(character + WORD_END, BYTES + idOfToken.get(character));
    }
    for (int id = 0; id < BYTES; id++) {
      bytes.add(concat(bytes.get(id), end));
    }
    return idOfByte;
  }

  /** The bytes in the order of their ids: those that Latin-1 prints, then the others. */
  static int[] bytesById() {
    return IntStream.concat(
            IntStream.range(0, BYTES).filter(Vocabulary::isVisible),
            IntStream.range(0, BYTES).filter(b -> !isVisible(b)))
        .toArray();
  }

  /** What a merges file writes for the byte with that id. */
  static String character(int[] order, int id) {
    int visible = (int) IntStream.range(0, BYTES).filter(Vocabulary::isVisible).count();
    return String.valueOf((char) (id < visible ? order[id] : BYTES + id - visible));
  }

  private static boolean isVisible(int b) {
    return (b >= '!' && b <= '~') || (b >= 0xA1 && b != 0xAD);
  }

  private static byte[] concat(byte[] left, byte[] right) {
    byte[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }

  private static int pair(int left, int right) {
    return left << 16 | right;
  }

  int size() {
    return bytes.length;
  }

  int startToken() {
    return bytes.length - 2;
  }

  int endToken() {
    return bytes.length - 1;
  }

  /** The id of a single byte inside a word. */
  int idOf(byte b) {
    return idOfByte[b & 0xFF];
  }

  /** The id of a single byte at the end of a word. */
  int idOfLast(byte b) {
    return BYTES + idOf(b);
  }

  /** The token that two neighbours merge into, if they do. A lower one is merged first. */
  OptionalInt merge(int left, int right) {
    Integer id = merged.get(pair(left, right));
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /**
   * The bytes of a token, {@link #WORD_END} included. Not a copy: do not write to it.
   *
   * @throws IllegalArgumentException if there is no such id
   */
  byte[] bytes(int id) {
    if (id < 0 || id >= bytes.length) {
      throw new IllegalArgumentException(
          "token id " + id + " is not in the vocabulary: expected 0 to " + (bytes.length - 1));
    }
    return bytes[id];
  }
}
