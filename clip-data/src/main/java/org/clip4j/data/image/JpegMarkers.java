package org.clip4j.data.image;

import java.util.ArrayList;
import java.util.List;

/**
 * What a JPEG's markers say before its scan: size, and whether the components are luminance and
 * chroma, by libjpeg's rules (a JFIF marker, else Adobe's marker, else the components' names).
 *
 * @param width pixels in a row
 * @param height rows
 * @param isYcc whether the first three components are luminance and chroma
 * @param profiles where the colour profile's segments begin to name themselves
 */
record JpegMarkers(int width, int height, boolean isYcc, List<Integer> profiles) {
  private static final int APP0 = 0xe0;
  private static final int APP2 = 0xe2;
  private static final int APP14 = 0xee;
  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int NO_ADOBE = -1;
  private static final int NONE = -1;

  static JpegMarkers scan(byte[] bytes, SizeLimit limit) throws ImageFormatException {
    boolean jfif = false;
    int adobe = NO_ADOBE;
    int frame = NONE;
    List<Integer> profiles = new ArrayList<>();
    int at = 2;
    while (at + 4 <= bytes.length) {
      int marker = u8(bytes, at + 1);
      if (u8(bytes, at) != 0xff || marker == 0xff) {
        at++; // Garbage and padding between segments: libjpeg skips them too.
        continue;
      }
      if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
        break;
      }
      if (marker <= 1 || (marker >= 0xd0 && marker <= 0xd8)) {
        at += 2; // These stand alone.
        continue;
      }
      int length = u16(bytes, at + 2);
      int body = at + 4;
      int end = at + 2 + length;
      if (length < 2 || end > bytes.length) {
        break;
      }
      if (marker == APP0 && length >= 16) {
        jfif |= startsWith(bytes, body, "JFIF\0");
      } else if (marker == APP2 && length >= 14 && startsWith(bytes, body, "ICC_PROFILE")) {
        profiles.add(body);
      } else if (marker == APP14 && length >= 14 && startsWith(bytes, body, "Adobe")) {
        adobe = u8(bytes, body + 11);
      } else if (isFrame(marker) && length >= 8 && length >= 8 + 3 * u8(bytes, body + 5)) {
        frame = frame == NONE ? body : frame;
      }
      at = end;
    }
    if (frame == NONE) {
      throw limit.problem("damaged or truncated JPEG picture (no frame header)");
    }
    boolean ycc = isYcc(bytes, frame + 6, u8(bytes, frame + 5), jfif, adobe);
    return new JpegMarkers(u16(bytes, frame + 3), u16(bytes, frame + 1), ycc, profiles);
  }

  /**
   * The same picture without its colour profile, which nobody asks for here: the reader would build
   * colour transforms of it, slow and native code on bytes from outside.
   */
  byte[] withoutProfile(byte[] bytes) {
    if (profiles.isEmpty()) {
      return bytes;
    }
    byte[] result = bytes.clone();
    for (int profile : profiles) {
      result[profile] = 0;
    }
    return result;
  }

  PictureSize size() {
    return new PictureSize(width, height);
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

  private static boolean startsWith(byte[] bytes, int at, String expected) {
    for (int i = 0; i < expected.length(); i++) {
      if (u8(bytes, at + i) != expected.charAt(i)) {
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
