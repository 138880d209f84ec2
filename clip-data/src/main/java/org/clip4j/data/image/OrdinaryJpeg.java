package org.clip4j.data.image;

/**
 * Knows the JPEG pictures that most are: Huffman-coded, not progressive, 8 bits, three components,
 * in one scan, with the chroma as large as the luminance, half as wide, or half as wide and high;
 * every segment where it belongs, and the end marker at the end.
 *
 * <p>For these the decoders agree to the last bit. Of the others one or another decoder makes its
 * own.
 */
final class OrdinaryJpeg {
  private static final int BASELINE = 0xc0;
  private static final int EXTENDED = 0xc1;
  private static final int HUFFMAN_TABLES = 0xc4;
  private static final int START_OF_SCAN = 0xda;
  private static final int QUANTISATION = 0xdb;
  private static final int RESTART_INTERVAL = 0xdd;
  private static final int FIRST_APPLICATION = 0xe0;
  private static final int LAST_APPLICATION = 0xef;
  private static final int COMMENT = 0xfe;

  private static final int FRAME_LENGTH = 17;
  private static final int SCAN_LENGTH = 12;

  private OrdinaryJpeg() {}

  static boolean is(byte[] bytes) {
    int length = bytes.length;
    if (length < 4 || u16(bytes, 0) != 0xffd8 || u16(bytes, length - 2) != 0xffd9) {
      return false;
    }
    boolean frame = false;
    int at = 2;
    while (at + 4 <= length && u8(bytes, at) == 0xff) {
      int marker = u8(bytes, at + 1);
      int segment = u16(bytes, at + 2);
      int end = at + 2 + segment;
      if (segment < 2 || end > length) {
        return false;
      }
      if (marker == START_OF_SCAN) {
        return frame && segment == SCAN_LENGTH && u8(bytes, at + 4) == 3;
      }
      if (marker == BASELINE || marker == EXTENDED) {
        if (frame || segment != FRAME_LENGTH || !isOrdinaryFrame(bytes, at + 4)) {
          return false;
        }
        frame = true;
      } else if (!isHarmless(marker)) {
        return false;
      }
      at = end;
    }
    return false;
  }

  private static boolean isHarmless(int marker) {
    return marker == HUFFMAN_TABLES
        || marker == QUANTISATION
        || marker == RESTART_INTERVAL
        || marker == COMMENT
        || (marker >= FIRST_APPLICATION && marker <= LAST_APPLICATION);
  }

  /** Precision, height, width, count; then of each component its name, sampling and table. */
  private static boolean isOrdinaryFrame(byte[] bytes, int at) {
    int luminance = u8(bytes, at + 7);
    return u8(bytes, at) == 8
        && u16(bytes, at + 1) > 0
        && u8(bytes, at + 5) == 3
        && (luminance == 0x11 || luminance == 0x21 || luminance == 0x22)
        && u8(bytes, at + 10) == 0x11
        && u8(bytes, at + 13) == 0x11;
  }

  private static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  private static int u16(byte[] bytes, int at) {
    return u8(bytes, at) << 8 | u8(bytes, at + 1);
  }
}
