package org.clip4j.data.loader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Shards of random sizes with whatever goes wrong in shards: samples that are no pairs, keys that
 * repeat or have dots, members of no sample, long names, samples over the limits, shards that are
 * empty, cut off or not there.
 */
final class FaultyData {

  /** Larger members than this are over the limits. */
  static final int MAX_MEMBER_BYTES = 4000;

  private final Random random;
  private int number;

  private FaultyData(long seed) {
    this.random = new Random(seed);
  }

  /** Up to nine shards, of which the first is whole. */
  static PairData random(long seed) {
    FaultyData faulty = new FaultyData(seed);
    PairData data = new PairData();
    data.shard(faulty.shard(6));
    for (int left = faulty.random.nextInt(9); left > 0; left--) {
      data.shard(faulty.maybeCut(faulty.shard(faulty.random.nextInt(15))));
    }
    return data;
  }

  private byte[] maybeCut(byte[] tar) {
    return switch (random.nextInt(8)) {
      case 0 -> new byte[0];
      case 1 -> Arrays.copyOf(tar, random.nextInt(tar.length));
      default -> tar;
    };
  }

  private byte[] shard(int samples) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(
          random.nextBoolean()
              ? TarArchiveOutputStream.LONGFILE_GNU
              : TarArchiveOutputStream.LONGFILE_POSIX);
      int shared = random.nextInt(4) == 0 ? random.nextInt(samples + 1) : -1;
      for (int i = 0; i < samples; i++) {
        if (i == shared) {
          TarArchiveEntry header =
              new TarArchiveEntry("shared", TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER);
          header.addPaxHeader("comment", "for all that follows");
          tar.putArchiveEntry(header);
        }
        sample(tar, number++);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void sample(TarArchiveOutputStream tar, int i) throws IOException {
    String key = key(i);
    String caption = "caption " + i % 13;
    switch (random.nextInt(12)) {
      case 0 -> member(tar, key + ".txt", caption);
      case 1 -> member(tar, key + ".png", PairData.png(i));
      case 2 -> {
        member(tar, key + ".png", "not a picture");
        member(tar, key + ".txt", caption);
      }
      case 3 -> {
        member(tar, key + ".png", PairData.png(i));
        member(tar, key + ".bin", "x".repeat(MAX_MEMBER_BYTES + 1));
        member(tar, key + ".txt", caption);
      }
      case 4 -> {
        member(tar, "README", "of no sample");
        pair(tar, key, caption, i);
      }
      case 5 -> {
        member(tar, key + ".png", "");
        member(tar, key + ".txt", "");
      }
      default -> pair(tar, key, caption, i);
    }
  }

  private String key(int i) {
    return switch (random.nextInt(8)) {
      case 0 -> "same";
      case 1 -> "v1.0/with.dots/k" + i;
      case 2 -> "n".repeat(90 + random.nextInt(90)) + i;
      default -> "k" + i;
    };
  }

  private static void pair(TarArchiveOutputStream tar, String key, String caption, int i)
      throws IOException {
    member(tar, key + ".png", PairData.png(i));
    member(tar, key + ".txt", caption);
  }

  private static void member(TarArchiveOutputStream tar, String name, String content)
      throws IOException {
    member(tar, name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static void member(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
