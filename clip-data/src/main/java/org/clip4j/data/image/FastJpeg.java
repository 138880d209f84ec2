package org.clip4j.data.image;

import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The common kind of JPEG picture through libjpeg-turbo, which Leptonica brings along, where the
 * optional {@code org.bytedeco:leptonica} is there with this platform's natives. It gives the bytes
 * that the JDK's reader gives, in half the time of the one that most JDKs are built with.
 *
 * <p>Only pictures whose headers are in order come here ({@link OrdinaryJpeg}), and what the
 * library complains about goes to the JDK's reader after all, so that what is refused does not
 * depend on it.
 */
final class FastJpeg {
  /** {@code auto} (the default) or {@code jdk}, to do without. */
  static final String PROPERTY = "clip4j.jpeg";

  /** Larger ones are left to the JDK's reader, whose memory is Java's. */
  private static final int MOST_PIXELS = 1 << 24;

  private static final Logger LOG = LoggerFactory.getLogger(FastJpeg.class);

  private FastJpeg() {}

  /**
   * The picture, or nothing where the JDK's reader has to be asked.
   *
   * @param markers its own, whose size is allowed
   */
  static Optional<DecodedImage> decode(byte[] bytes, JpegMarkers markers) {
    try (PackedPixels pixels = open(bytes, markers).orElse(null)) {
      return Optional.ofNullable(pixels)
          .map(p -> new DecodedImage(PixelMode.RGB, p.width(), p.height(), p.rgb()));
    }
  }

  /** The same where it was decoded to, to be closed. */
  static Optional<PackedPixels> open(byte[] bytes, JpegMarkers markers) {
    int width = markers.width();
    int height = markers.height();
    if (!Choice.IS_FAST
        || !markers.isYcc()
        || (long) width * height > MOST_PIXELS
        || !OrdinaryJpeg.is(bytes)) {
      return Optional.empty();
    }
    return LeptonicaJpeg.decode(bytes, width, height);
  }

  /** Made, and said, with the first picture. */
  private static final class Choice {
    static final boolean IS_FAST = isFast();

    private static boolean isFast() {
      String obstacle = obstacle();
      if (obstacle.isEmpty()) {
        LOG.info("JPEG decoder: libjpeg-turbo ({})", LeptonicaJpeg.version());
        return true;
      }
      LOG.info("JPEG decoder: the JDK's ({}); the pictures are the same", obstacle);
      return false;
    }

    private static String obstacle() {
      String wish = System.getProperty(PROPERTY, "auto");
      if (wish.equals("jdk")) {
        return "-D" + PROPERTY + "=jdk";
      }
      if (!wish.equals("auto")) {
        LOG.warn("-D{}={}: expected auto or jdk; auto is taken", PROPERTY, wish);
      }
      if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
        return "on Windows Leptonica reads through temporary files";
      }
      try {
        LeptonicaJpeg.load();
        return "";
      } catch (LinkageError | RuntimeException e) {
        LOG.debug("Leptonica does not load", e);
        return "for libjpeg-turbo add org.bytedeco:leptonica and its natives";
      }
    }
  }
}
