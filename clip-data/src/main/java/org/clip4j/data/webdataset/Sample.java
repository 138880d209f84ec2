package org.clip4j.data.webdataset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One sample of a shard.
 *
 * @param key the members' path up to the first dot of its last component; a label from outside, not
 *     a path to open
 * @param parts the members' contents by part name (what follows that dot, lower-cased, as in {@code
 *     jpg} or {@code seg.png}), in the archive's order; the map cannot be changed, the arrays are
 *     not copied
 * @param shard the shard's name, for messages
 * @param offset the byte of the shard, unpacked if it is compressed, at which its first header
 *     begins
 */
public record Sample(String key, Map<String, byte[]> parts, String shard, long offset) {

  /** Keeps the order of the parts. */
  public Sample {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(shard, "shard");
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /** A sample that comes from no shard, as one to write. */
  public Sample(String key, Map<String, byte[]> parts) {
    this(key, parts, "", 0);
  }

  /** Returns the bytes of a part, or nothing where the sample has no such part. */
  public Optional<byte[]> part(String name) {
    return Optional.ofNullable(parts.get(name));
  }
}
