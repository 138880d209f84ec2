package org.clip4j.data.image.vp8l;

import java.io.IOException;

/**
 * RFC 9649, section 3.7.2.2: which group of codes holds for which square of the picture.
 *
 * @param groups by number; null where no square has it
 * @param squares the number of each square's group, empty where there is one group
 * @param bits of the edge of a square
 * @param columns squares in a row
 */
record CodeGroups(CodeGroup[] groups, int[] squares, int bits, int columns) {

  /**
   * Reads the groups of a picture that has one.
   *
   * @param cacheSize colours in the cache
   */
  static CodeGroups readOne(BitReader in, int cacheSize) throws IOException {
    CodeGroup only = CodeGroup.read(new CodeReader(in), cacheSize);
    return new CodeGroups(new CodeGroup[] {only}, new int[0], 0, 0);
  }

  /** Reads the groups of a picture that may have several. */
  static CodeGroups read(BitReader in, int cacheSize, int width, int height) throws IOException {
    if (!in.flag()) {
      return readOne(in, cacheSize);
    }
    int bits = 2 + in.read(3);
    int columns = Squares.count(width, bits);
    int[] squares = PixelReader.readInner(in, columns, Squares.count(height, bits));
    int last = 0;
    for (int i = 0; i < squares.length; i++) {
      squares[i] = squares[i] >> 8 & 0xffff;
      last = Math.max(last, squares[i]);
    }
    boolean[] used = new boolean[last + 1];
    for (int square : squares) {
      used[square] = true;
    }
    CodeReader codes = new CodeReader(in);
    CodeGroup[] groups = new CodeGroup[last + 1];
    for (int i = 0; i <= last; i++) {
      CodeGroup group = CodeGroup.read(codes, cacheSize);
      // Numbers may be left out; their codes are there all the same, and need not be kept.
      groups[i] = used[i] ? group : null;
    }
    return new CodeGroups(groups, squares, bits, columns);
  }

  /** The group that holds for a pixel. */
  CodeGroup at(int x, int y) {
    return groups[squares.length == 0 ? 0 : squares[(y >> bits) * columns + (x >> bits)]];
  }

  /** Whether the pixel after which {@code x} comes may have another group. */
  boolean changesAt(int x) {
    return (x & ((1 << bits) - 1)) == 0;
  }
}
