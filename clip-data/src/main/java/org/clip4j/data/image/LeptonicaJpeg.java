package org.clip4j.data.image;

import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;

/**
 * Leptonica's JPEG reader: libjpeg-turbo with its defaults, the accurate integer transform and
 * smooth upsampling, which are Pillow's too. It stops at the first warning.
 */
final class LeptonicaJpeg {
  private static final int FULL_SIZE = 1;
  private static final int NO_PALETTE = 0;
  private static final int NO_HINT = 0;

  private LeptonicaJpeg() {}

  /**
   * Loads the library.
   *
   * @throws LinkageError if it or its natives are not there
   */
  static void load() {
    // What it has to say of damaged pictures, it says to standard error.
    leptonica.setMsgSeverity(leptonica.L_SEVERITY_NONE);
  }

  static String version() {
    try (BytePointer version = leptonica.getLeptonicaVersion()) {
      String text = version.getString();
      leptonica.lept_free(version);
      return text;
    }
  }

  /**
   * Decodes a picture of three components.
   *
   * @param width its width, by its header
   * @param height its height
   * @return the picture, to be closed, or nothing if the library does not read it without a warning
   */
  static Optional<PackedPixels> decode(byte[] bytes, int width, int height) {
    PIX picture =
        leptonica.pixReadMemJpeg(bytes, bytes.length, NO_PALETTE, FULL_SIZE, (int[]) null, NO_HINT);
    if (picture == null) {
      return Optional.empty();
    }
    boolean expected =
        leptonica.pixGetWidth(picture) == width
            && leptonica.pixGetHeight(picture) == height
            && leptonica.pixGetDepth(picture) == Integer.SIZE
            && leptonica.pixGetWpl(picture) == width;
    if (!expected) {
      leptonica.pixDestroy(picture);
      return Optional.empty();
    }
    return Optional.of(new LeptonicaPixels(picture, width, height));
  }
}
