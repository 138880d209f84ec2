package org.clip4j.data.image;

/**
 * What a JPEG's markers say before its scan: size, and whether the components are luminance and
 * chroma, by libjpeg's rules (a JFIF marker, else Adobe's marker, else the components' names).
 *
 * @param width pixels in a row
 * @param height rows
 * @param isYcc whether the first three components are luminance and chroma
 */
record JpegMarkers(int width, int height, boolean isYcc) {
  private static final int APP0 = 0xe0;
  private static final int APP14 = 0xee;
  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int NO_ADOBE = -1;

  static JpegMarkers scan(byte[] bytes, SizeLimit limit) throws ImageFormatException {
    boolean jfif = false;
    int adobe = NO_ADOBE;
    int at = 2;
    while (at + 4 <= bytes.length) {
      if (u8(bytes, at) != 0xff) {
        at++; // Garbage between segments: libjpeg skips it too.
        continue;
      }
      int marker = u8(bytes, at + 1);
      if (marker == 0xff) {
        at++;
        continue;
      }
      if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
        break;
      }
      if (marker == 0 || marker == 1 || (marker >= 0xd0 && marker <= 0xd8)) {
        at += 2;
        continue;
      }
      int length = u16(bytes, at + 2);
      int body = at + 4;
      int end = at + 2 + length;
      if (length < 2 || end > bytes.length) {
        break;
      }
      if (marker == APP0 && length >= 16) {
        jfif |= startsWith(bytes, body, 'J', 'F', 'I', 'F', 0);
      } else if (marker == APP14
          && length >= 14
          && startsWith(bytes, body, 'A', 'd', 'o', 'b', 'e')) {
        adobe = u8(bytes, body + 11);
      } else if (isFrame(marker) && length >= 8) {
        int components = u8(bytes, body + 5);
        if (length < 8 + 3 * components) {
          break;
        }
        return new JpegMarkers(
            u16(bytes, body + 3),
            u16(bytes, body + 1),
            isYcc(bytes, body + 6, components, jfif, adobe));
      }
      at = end;
    }
    throw limit.problem("damaged or truncated JPEG picture (no frame header)");
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean isYcc(byte[] bytes, int names, int components, boolean jfif, int adobe) {
    if (components == 4) {
      return adobe > 0;
    }
    if (components != 3) {
      return false;
    }
    if (jfif || adobe != NO_ADOBE) {
      return jfif || adobe != 0;
    }
    return !(u8(bytes, names) == 'R' && u8(bytes, names + 3) == 'G' && u8(bytes, names + 6) == 'B');
  }

  private static boolean startsWith(byte[] bytes, int at, int... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (u8(bytes, at + i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  private static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  private static int u16(byte[] bytes, int at) {
    return u8(bytes, at) << 8 | u8(bytes, at + 1);
  }
}
