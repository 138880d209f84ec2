package org.clip4j.data.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageReader;

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
    return decodeKeepingMode(bytes, name, maxPixels).toRgb();
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
    return read(bytes, new SizeLimit(name, maxPixels), ImageDecoder::decode);
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
    return read(bytes, new SizeLimit(name, DEFAULT_MAX_PIXELS), ImageDecoder::size);
  }

  /** Something that is read of a picture whose format is known. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(PictureFormat format, byte[] bytes, SizeLimit limit) throws IOException;
  }

  private static <T> T read(byte[] bytes, SizeLimit limit, Reading<T> what)
      throws ImageFormatException {
    if (bytes.length == 0) {
      throw limit.problem("empty; expected a JPEG, PNG, WebP, GIF or BMP picture");
    }
    PictureFormat format =
        PictureFormat.of(bytes)
            .orElseThrow(() -> limit.problem("not a JPEG, PNG, WebP, GIF or BMP picture"));
    try {
      return what.of(format, bytes, limit);
    } catch (ImageFormatException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // Codecs answer damaged files with whatever their arrays and counters run into.
      throw new ImageFormatException(limit.name(), "damaged " + format + " picture" + detail(e), e);
    }
  }

  private static PictureSize size(PictureFormat format, byte[] bytes, SizeLimit limit)
      throws IOException {
    PictureSize size =
        switch (format) {
          case JPEG -> JpegMarkers.scan(bytes, limit).size();
          case PNG -> PngCodec.size(bytes, limit);
          case GIF -> new GifCodec(bytes, limit).size();
          case BMP -> BmpCodec.size(bytes, limit);
          case WEBP -> WebpContainer.firstFrame(bytes, limit).canvas();
        };
    limit.check(size.width(), size.height());
    return size;
  }

  private static DecodedImage decode(PictureFormat format, byte[] bytes, SizeLimit limit)
      throws IOException {
    if (format == PictureFormat.WEBP) {
      return WebpCodec.decode(bytes, limit);
    }
    if (format == PictureFormat.JPEG) {
      Optional<DecodedImage> fast = FastJpeg.decode(bytes, limit);
      if (fast.isPresent()) {
        return fast.get();
      }
    }
    ImageReader reader = format.newReader();
    try {
      return switch (format) {
        case JPEG -> JpegCodec.decode(reader, bytes, limit);
        case PNG -> PngCodec.decode(reader, bytes, limit);
        case GIF -> GifCodec.decode(reader, bytes, limit);
        case BMP -> BmpCodec.decode(reader, bytes, limit);
        case WEBP -> throw new AssertionError("handled above");
      };
    } finally {
      reader.dispose();
    }
  }

  /** Only what codecs say on purpose says something to a person. */
  private static String detail(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return ", or larger than the memory that is left";
    }
    if (e instanceof EOFException) {
      return " (it ends too early)";
    }
    return e instanceof IOException && e.getMessage() != null
        ? " (" + e.getMessage().lines().findFirst().orElse("") + ")"
        : "";
  }
}
