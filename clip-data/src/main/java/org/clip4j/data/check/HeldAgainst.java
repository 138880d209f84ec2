package org.clip4j.data.check;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.clip4j.data.manifest.ShardManifest;

/** What differs between a shard and what its manifest says of it. */
final class HeldAgainst {

  private final ShardManifest.Entry entry;
  private StoredBytes stored;

  HeldAgainst(ShardManifest.Entry entry) {
    this.entry = entry;
  }

  /** Looks at the shard's bytes, as they are stored, while they are read. */
  InputStream watch(InputStream in) {
    stored = new StoredBytes(in, entry.bytes());
    return stored;
  }

  /**
   * The differences, each in words, once the shard is read; nothing of a shard that could not be
   * read to its end, which is bad enough.
   *
   * @param samples how many it has
   */
  List<String> differences(long samples) {
    List<String> found = new ArrayList<>();
    if (stored == null || !stored.isWhole()) {
      return found;
    }
    if (samples != entry.samples()) {
      found.add(samples + " samples, not " + entry.samples());
    }
    if (stored.count() > entry.bytes()) {
      found.add("more than its " + entry.bytes() + " bytes");
    } else if (stored.count() < entry.bytes()) {
      found.add(stored.count() + " bytes, not " + entry.bytes());
    } else if (!stored.sha256().equals(entry.sha256())) {
      found.add("other bytes: their SHA-256 is another");
    }
    return found;
  }
}
