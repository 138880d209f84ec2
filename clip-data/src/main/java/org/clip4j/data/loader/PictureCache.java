package org.clip4j.data.loader;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.clip4j.data.image.RgbImage;

/**
 * Decoded pictures kept in memory until it is full; what is in stays in. (Every epoch reads
 * everything once, so that replacing would only trade one hit for another.) Safe for use by several
 * threads.
 */
final class PictureCache {

  /** What an entry costs beside its pixels, roughly. */
  private static final long OVERHEAD = 160;

  private record Key(String shard, long place) {}

  private final Map<Key, RgbImage> pictures = new ConcurrentHashMap<>();
  private final AtomicLong free;
  private final boolean off;

  PictureCache(long bytes) {
    this.off = bytes == 0;
    this.free = new AtomicLong(bytes);
  }

  /** Whether there is room for none at all. */
  boolean isOff() {
    return off;
  }

  Optional<RgbImage> get(Pair pair) {
    return Optional.ofNullable(pictures.get(new Key(pair.shard(), pair.place())));
  }

  void put(Pair pair, RgbImage picture) {
    long cost = picture.rgb().length + OVERHEAD;
    if (free.addAndGet(-cost) < 0
        || pictures.putIfAbsent(new Key(pair.shard(), pair.place()), picture) != null) {
      free.addAndGet(cost);
    }
  }

  int size() {
    return pictures.size();
  }
}
