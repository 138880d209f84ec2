package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.clip4j.data.image.RgbImage;
import org.junit.jupiter.api.Test;

class PictureCacheTest {

  private static Pair pair(String shard, long place) {
    return new Pair(shard, place, 0, "same key", PairData.NO_PICTURE, List.of("caption"));
  }

  private static RgbImage picture() {
    return new RgbImage(10, 10, new byte[300]);
  }

  @Test
  void keepsWhatFitsAndNoMore() {
    PictureCache cache = new PictureCache(1000);
    RgbImage first = picture();
    cache.put(pair("s", 0), first);
    cache.put(pair("s", 0), picture());
    cache.put(pair("s", 1), picture());
    cache.put(pair("s", 2), picture());
    assertEquals(2, cache.size(), "300 bytes and the overhead, twice");
    assertSame(first, cache.get(pair("s", 0)).orElseThrow());
    assertTrue(cache.get(pair("s", 2)).isEmpty());
    assertTrue(cache.get(pair("other", 0)).isEmpty());
    cache.put(pair("t", 0), new RgbImage(1, 1, new byte[3]));
    assertEquals(2, cache.size(), "80 bytes are left, too few for any");
  }

  @Test
  void noneIsNone() {
    PictureCache cache = new PictureCache(0);
    cache.put(pair("s", 0), picture());
    assertEquals(0, cache.size());
  }
}
