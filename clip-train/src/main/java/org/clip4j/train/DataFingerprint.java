package org.clip4j.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.clip4j.core.Sha256;
import org.clip4j.data.source.ShardInfo;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.source.ShardUrl;

/**
 * A short name for a set of shards, in order. That of files is the SHA-256 of their names, sizes
 * and first mebibytes. Where some come from a server it is the SHA-256 of names, sizes and the
 * server's versions (ETag or date), which are had without reading, and begins with {@value
 * #BY_VERSION}: the same shards then have another fingerprint than as files.
 */
final class DataFingerprint {

  /** What it is made of, where it is not made of contents. */
  static final String BY_VERSION = "size+version:";

  private static final int HEAD = 1 << 20;

  private DataFingerprint() {}

  static String of(List<String> shards, ShardSources source) throws IOException {
    MessageDigest digest = Sha256.digest();
    boolean byVersion = shards.stream().anyMatch(source::isRemote);
    for (String shard : shards) {
      ShardInfo info = source.info(shard);
      digest.update(ShardUrl.fileName(shard).getBytes(StandardCharsets.UTF_8));
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, info.size().orElse(-1)));
      if (byVersion) {
        // A file's time is another wherever it is copied to.
        String version = source.isRemote(shard) ? info.version().orElse("") : "";
        digest.update(version.getBytes(StandardCharsets.UTF_8));
      } else if (info.size().isPresent()) {
        try (InputStream in = source.openStored(shard)) {
          digest.update(in.readNBytes(HEAD));
        }
      }
    }
    return (byVersion ? BY_VERSION : "") + Sha256.hex(digest);
  }
}
