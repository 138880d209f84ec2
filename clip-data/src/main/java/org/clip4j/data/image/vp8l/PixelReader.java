package org.clip4j.data.image.vp8l;

import java.io.IOException;

/**
 * RFC 9649, section 3.6: pixels as literals, as copies of those before, or from the colour cache.
 */
final class PixelReader {
  private final BitReader in;
  private final int width;
  private final int[] pixels;
  private final ColourCache cache;
  private final CodeGroups groups;
  private int at;

  private PixelReader(BitReader in, int width, int height, ColourCache cache, CodeGroups groups) {
    this.in = in;
    this.width = width;
    this.pixels = new int[Math.multiplyExact(width, height)];
    this.cache = cache;
    this.groups = groups;
  }

  /** Reads the picture itself, whose squares may have codes of their own. */
  static int[] readOuter(BitReader in, int width, int height) throws IOException {
    ColourCache cache = ColourCache.read(in);
    CodeGroups groups = CodeGroups.read(in, cache.size(), width, height);
    return new PixelReader(in, width, height, cache, groups).read();
  }

  /** Reads a picture that says something about the picture itself. */
  static int[] readInner(BitReader in, int width, int height) throws IOException {
    ColourCache cache = ColourCache.read(in);
    CodeGroups groups = CodeGroups.readOne(in, cache.size());
    return new PixelReader(in, width, height, cache, groups).read();
  }

  private int[] read() throws IOException {
    CodeGroup group = groups.at(0, 0);
    int x = 0;
    int y = 0;
    while (at < pixels.length) {
      if (groups.changesAt(x)) {
        group = groups.at(x, y);
      }
      int symbol = group.green().read(in);
      int before = at;
      if (symbol < CodeGroup.LITERALS) {
        literal(group, symbol);
      } else if (symbol < CodeGroup.LITERALS + CodeGroup.LENGTHS) {
        copy(group, symbol - CodeGroup.LITERALS);
        // Where a copy ends in another square, that square's codes are next.
        int end = x + at - before;
        y += end / width;
        x = end % width;
        group = at < pixels.length ? groups.at(x, y) : group;
        in.checkNotExhausted();
        continue;
      } else {
        pixels[at++] = cache.get(symbol - CodeGroup.LITERALS - CodeGroup.LENGTHS);
      }
      if (++x == width) {
        x = 0;
        y++;
        in.checkNotExhausted();
      }
    }
    in.checkNotExhausted();
    return pixels;
  }

  private void literal(CodeGroup group, int green) {
    int red = group.red().read(in);
    int blue = group.blue().read(in);
    int alpha = group.alpha().read(in);
    int argb = alpha << 24 | red << 16 | green << 8 | blue;
    pixels[at++] = argb;
    cache.add(argb);
  }

  private void copy(CodeGroup group, int symbol) throws IOException {
    int length = Distances.number(symbol, in);
    int code = Distances.number(group.distance().read(in), in);
    int back = Distances.back(code, width);
    if (back > at || length > pixels.length - at) {
      throw new IOException("pixels copied from outside the picture");
    }
    for (int i = 0; i < length; i++, at++) {
      pixels[at] = pixels[at - back];
      cache.add(pixels[at]);
    }
  }
}
