package org.clip4j.examples.emoji;

import java.nio.file.Path;
import java.util.Optional;
import org.clip4j.examples.iconify.DrawingBoard;

/**
 * How the pairs are made.
 *
 * @param size the pictures' width and height in pixels; a multiple of 16, which the pixel baseline
 *     divides them into
 * @param seed of the order of the samples in the shards
 * @param samplesPerShard the most samples in a shard
 * @param spellOut whether keys written without dashes are spelled out as words
 * @param threads how many threads draw; the pairs do not depend on it
 * @param jar a jar of the artifact that is already on this machine; without one Maven fetches it
 */
public record EmojiOptions(
    int size, long seed, int samplesPerShard, boolean spellOut, int threads, Optional<Path> jar) {

  /** 64 pixels, 2,000 samples a shard, words spelled out, a thread for each processor. */
  public static final EmojiOptions DEFAULT =
      new EmojiOptions(
          64, 1, 2000, true, Runtime.getRuntime().availableProcessors(), Optional.empty());

  /** Checks the numbers. */
  public EmojiOptions {
    check(
        size >= 16 && size <= DrawingBoard.MAX_SIZE && size % 16 == 0,
        "size",
        "16, 32, ... 1024",
        size);
    check(samplesPerShard >= 1, "samplesPerShard", "at least 1", samplesPerShard);
    check(threads >= 1, "threads", "at least 1", threads);
  }

  private static void check(boolean holds, String name, String expected, int value) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": expected " + expected + ", got " + value);
    }
  }

  /** The same with another size. */
  public EmojiOptions withSize(int pixels) {
    return new EmojiOptions(pixels, seed, samplesPerShard, spellOut, threads, jar);
  }

  /** The same with another number of threads. */
  public EmojiOptions withThreads(int count) {
    return new EmojiOptions(size, seed, samplesPerShard, spellOut, count, jar);
  }

  /** The same from a jar on this machine. */
  public EmojiOptions withJar(Path file) {
    return new EmojiOptions(size, seed, samplesPerShard, spellOut, threads, Optional.of(file));
  }
}
