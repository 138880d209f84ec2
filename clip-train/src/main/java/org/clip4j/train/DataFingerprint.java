package org.clip4j.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A short name for a set of shards: the SHA-256 of their file names, sizes and first mebibytes, in
 * order.
 */
final class DataFingerprint {

  private static final int HEAD = 1 << 20;

  private DataFingerprint() {}

  static String of(List<Path> shards) throws IOException {
    MessageDigest digest = sha256();
    for (Path shard : shards) {
      digest.update(shard.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, Files.size(shard)));
      try (InputStream in = Files.newInputStream(shard)) {
        digest.update(in.readNBytes(HEAD));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
