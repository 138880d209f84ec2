package org.clip4j.data.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.clip4j.data.tokenizer.text.Utf8;

/**
 * CLIP's byte-pair tokenizer, as open_clip's {@code SimpleTokenizer} with its default cleaning: the
 * same ids for every text, on every JDK.
 *
 * <p>Instances are safe for use by many threads.
 */
public final class ClipTokenizer {
  private static final int CACHED_WORDS = 1 << 16;
  private static final int CACHED_WORD_LENGTH = 32;

  private final Vocabulary vocabulary;
  private final BytePairEncoder encoder;
  private final Map<String, int[]> cache = new ConcurrentHashMap<>();

  ClipTokenizer(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.encoder = new BytePairEncoder(vocabulary);
  }

  /**
   * The tokenizer of OpenAI's CLIP models, with the vocabulary that comes with this library. Read
   * on the first call and shared from then on.
   *
   * @return the one instance
   */
  public static ClipTokenizer openAi() {
    return OpenAi.INSTANCE;
  }

  /**
   * Number of token ids, the two special ones included.
   *
   * @return 49,408 for {@link #openAi()}
   */
  public int vocabSize() {
    return vocabulary.size();
  }

  /**
   * The id that every tokenized caption begins with.
   *
   * @return 49,406 for {@link #openAi()}
   */
  public int startToken() {
    return vocabulary.startToken();
  }

  /**
   * The id that every tokenized caption ends with, the highest of all.
   *
   * @return 49,407 for {@link #openAi()}
   */
  public int endToken() {
    return vocabulary.endToken();
  }

  /**
   * Ids of a whole text, without start and end token. The literal words {@code <start_of_text>} and
   * {@code <end_of_text>} become the special tokens, as in the reference.
   *
   * @param text any string; lone surrogates count as U+FFFD
   * @return the ids, none for a text of white space alone
   */
  public int[] encode(String text) {
    return encode(text, 0, Integer.MAX_VALUE);
  }

  /**
   * A text as the text encoder takes it: start token, ids, end token. A text too long for the
   * context is cut, and still ends with the end token.
   *
   * @param text any string
   * @param contextLength the most ids to return, at least 2 (77 for OpenAI's models)
   * @return 2 to {@code contextLength} ids, not padded
   * @throws IllegalArgumentException if {@code contextLength} is below 2
   */
  public int[] tokenize(String text, int contextLength) {
    if (contextLength < 2) {
      throw new IllegalArgumentException(
          "context length "
              + contextLength
              + " has no room for the start and the end token: give 2 or more");
    }
    int[] body = encode(text, 1, contextLength - 1);
    int[] ids = Arrays.copyOf(body, body.length + 1);
    ids[0] = startToken();
    ids[body.length] = endToken();
    return ids;
  }

  /**
   * The same as {@link #tokenize}, filled up with zeros to the context length.
   *
   * @param text any string
   * @param contextLength how many ids to return, at least 2
   * @return exactly {@code contextLength} ids
   * @throws IllegalArgumentException if {@code contextLength} is below 2
   */
  public int[] padded(String text, int contextLength) {
    return Arrays.copyOf(tokenize(text, contextLength), contextLength);
  }

  /**
   * The text of some ids, a space after each word. Ids that end inside a character give U+FFFD;
   * special tokens come out as words, and padding as {@code "!"}, the token of id 0.
   *
   * @param ids token ids
   * @return the text, in lower case as encoding left it
   * @throws IllegalArgumentException if an id is not in the vocabulary
   */
  public String decode(int[] ids) {
    int length = 0;
    for (int id : ids) {
      length = Math.addExact(length, vocabulary.bytes(id).length);
    }
    byte[] bytes = new byte[length];
    int at = 0;
    for (int id : ids) {
      byte[] token = vocabulary.bytes(id);
      System.arraycopy(token, 0, bytes, at, token.length);
      at += token.length;
    }
    return Utf8.replacing(bytes).replace(Vocabulary.WORD_END, " ");
  }

  /** Ids from index {@code offset} on, cut at index {@code limit}; what lies before is zero. */
  private int[] encode(String text, int offset, int limit) {
    int[] ids = new int[Math.min(limit, offset + 16)];
    int count = offset;
    WordSplitter words = new WordSplitter(TextCleaner.clean(text));
    String next;
    while (count < limit && (next = words.next()) != null) {
      int[] word = encodeWord(next);
      int taken = Math.min(word.length, limit - count);
      if (count + taken > ids.length) {
        ids = Arrays.copyOf(ids, Math.min(limit, 2 * (count + taken)));
      }
      System.arraycopy(word, 0, ids, count, taken);
      count += taken;
    }
    return Arrays.copyOf(ids, count);
  }

  private int[] encodeWord(String word) {
    int[] known = cache.get(word);
    if (known != null) {
      return known;
    }
    int[] ids =
        switch (word) {
          case Vocabulary.START -> new int[] {startToken()};
          case Vocabulary.END -> new int[] {endToken()};
          default -> encoder.encode(word.getBytes(StandardCharsets.UTF_8));
        };
    // Common words come early, so a full cache is left as it is: nothing to evict, nothing to lock.
    if (word.length() <= CACHED_WORD_LENGTH && cache.size() < CACHED_WORDS) {
      cache.put(word, ids);
    }
    return ids;
  }

  private static final class OpenAi {
    static final ClipTokenizer INSTANCE = new ClipTokenizer(Vocabulary.openAi());
  }
}
