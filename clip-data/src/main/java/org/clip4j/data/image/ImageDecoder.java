package org.clip4j.data.image;

import java.util.Locale;
import java.util.Optional;

/**
 * Decodes JPEG, PNG, WebP, GIF (the first frame) and BMP to 8-bit pixels, as Pillow's {@code
 * Image.open} does: no rotation by EXIF, no colour management, no gamma.
 *
 * <p>Grey PNGs of 16 bits keep them in {@link #decodeKeepingMode}; as RGB every value above 255
 * becomes 255, as in Pillow.
 */
public final class ImageDecoder {
  /** Larger pictures are refused unless the caller allows more: 100 million pixels. */
  public static final int DEFAULT_MAX_PIXELS = 100_000_000;

  private ImageDecoder() {}

  /**
   * Decodes a picture to RGB, as Pillow's {@code convert("RGB")} after opening: alpha is dropped
   * and not composited.
   *
   * @param bytes the whole file
   * @param name what errors call it
   * @throws ImageFormatException if the bytes are no readable picture of at most {@link
   *     #DEFAULT_MAX_PIXELS} pixels
   */
  public static RgbImage decode(byte[] bytes, String name) throws ImageFormatException {
    return decode(bytes, name, DEFAULT_MAX_PIXELS);
  }

  /**
   * What kind of picture a file is, by its first bytes: {@code jpg}, {@code png}, {@code gif},
   * {@code bmp}, {@code webp}, or nothing for one that cannot be decoded.
   */
  public static Optional<String> extension(byte[] bytes) {
    return PictureFormat.of(bytes)
        .map(
            format ->
                format == PictureFormat.JPEG ? "jpg" : format.name().toLowerCase(Locale.ROOT));
  }

  /**
   * Decodes a picture to RGB.
   *
   * @param bytes the whole file
   * @param name what errors call it
   * @param maxPixels pictures of more pixels are refused before any is allocated
   * @throws ImageFormatException if the bytes are no readable picture of at most {@code maxPixels}
   *     pixels
   */
  public static RgbImage decode(byte[] bytes, String name, int maxPixels)
      throws ImageFormatException {
    return new PictureFile(bytes, name, maxPixels).decode();
  }

  /**
   * Decodes a picture in the mode of its file, for {@link EvalTransform#apply(DecodedImage,
   * float[], int)}.
   *
   * @param bytes the whole file
   * @param name what errors call it
   * @param maxPixels pictures of more pixels are refused before any is allocated
   * @throws ImageFormatException if the bytes are no readable picture of at most {@code maxPixels}
   *     pixels
   */
  public static DecodedImage decodeKeepingMode(byte[] bytes, String name, int maxPixels)
      throws ImageFormatException {
    return new PictureFile(bytes, name, maxPixels).decodeKeepingMode();
  }

  /**
   * Reads a picture's size from its header. What can be decoded has the size that is said here;
   * whether it can be decoded is not known from it.
   *
   * @param bytes the whole file
   * @param name what errors call it
   * @throws ImageFormatException if the bytes do not begin like a picture of at most {@link
   *     #DEFAULT_MAX_PIXELS} pixels
   */
  public static PictureSize size(byte[] bytes, String name) throws ImageFormatException {
    return new PictureFile(bytes, name).size();
  }
}
