package org.clip4j.train.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.clip4j.data.image.RgbImage;

/** A small picture that is carried inside the page. Immutable. */
public final class Picture {

  private static final int LARGEST = 1 << 20;

  private final String dataUri;

  private Picture(String dataUri) {
    this.dataUri = dataUri;
  }

  /**
   * A picture from an encoded file.
   *
   * @param file PNG, JPEG, GIF or WebP, at most 1 MiB
   * @throws IllegalArgumentException if it is another format, or larger
   */
  public static Picture of(byte[] file) {
    if (file.length > LARGEST) {
      throw new IllegalArgumentException(
          "A picture of " + file.length + " bytes is too large for a report: scale it down first");
    }
    return new Picture(
        "data:" + mediaType(file) + ";base64," + Base64.getEncoder().encodeToString(file));
  }

  /**
   * A picture as a PNG: the pixels as they are.
   *
   * @throws IllegalArgumentException if that is more than 1 MiB
   */
  public static Picture png(RgbImage image) {
    return encoded(image, "png");
  }

  /**
   * A picture as a JPEG, which is several times smaller.
   *
   * @throws IllegalArgumentException if that is more than 1 MiB
   */
  public static Picture jpeg(RgbImage image) {
    return encoded(image, "jpg");
  }

  private static Picture encoded(RgbImage image, String format) {
    int width = image.width();
    int height = image.height();
    byte[] rgb = image.rgb();
    int[] row = new int[3 * width];
    BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < row.length; i++) {
        row[i] = rgb[y * row.length + i] & 0xff;
      }
      drawn.getRaster().setPixels(0, y, width, 1, row);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(drawn, format, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Nothing is written but to memory.
    }
    return of(file.toByteArray());
  }

  private static String mediaType(byte[] file) {
    if (has(file, 0, "\u0089PNG")) {
      return "image/png";
    }
    if (has(file, 0, "\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    }
    if (has(file, 0, "GIF8")) {
      return "image/gif";
    }
    if (has(file, 0, "RIFF") && has(file, 8, "WEBP")) {
      return "image/webp";
    }
    throw new IllegalArgumentException(
        "A picture of " + file.length + " bytes is neither PNG, JPEG, GIF nor WebP");
  }

  private static boolean has(byte[] file, int at, String signature) {
    byte[] bytes = signature.getBytes(StandardCharsets.ISO_8859_1);
    return file.length >= at + bytes.length
        && Arrays.equals(file, at, at + bytes.length, bytes, 0, bytes.length);
  }

  /** The picture as a {@code data:} address. */
  public String dataUri() {
    return dataUri;
  }
}
