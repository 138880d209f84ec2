package org.clip4j.data.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageReader;

/**
 * A picture as its file has it. The header is read when it is first asked for, and once, for the
 * size as for decoding. Safe for use by several threads.
 */
public final class PictureFile {
  /** Bytes a pixel, all that is garbage soon included. */
  private static final int JPEG_BYTES = 8;

  private static final int MOST_BYTES = 16;

  private final byte[] bytes;
  private final SizeLimit limit;

  /** Where two threads read it at once, either may stay: they are the same. */
  private Header header;

  /** What it says, and how to go on from there. */
  private record Header(
      PictureFormat format,
      PictureSize size,
      Step<DecodedImage> decoding,
      Step<Optional<PackedPixels>> opening) {

    /** Of a format that no library has. */
    Header(PictureFormat format, PictureSize size, Step<DecodedImage> decoding) {
      this(format, size, decoding, Optional::empty);
    }
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  private interface Codec {
    DecodedImage decode(ImageReader reader, byte[] bytes, SizeLimit limit) throws IOException;
  }

  /**
   * A picture of at most {@link ImageDecoder#DEFAULT_MAX_PIXELS} pixels; nothing is read yet.
   *
   * @param bytes the whole file, not to be changed
   * @param name what errors call it
   */
  public PictureFile(byte[] bytes, String name) {
    this(bytes, name, ImageDecoder.DEFAULT_MAX_PIXELS);
  }

  PictureFile(byte[] bytes, String name, int maxPixels) {
    this.bytes = bytes;
    this.limit = new SizeLimit(name, maxPixels);
  }

  /** The whole file; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * The size that the header says. What can be decoded has it; whether it can be decoded is not
   * known from it.
   *
   * @throws ImageFormatException if the bytes do not begin like a picture that is not too large
   */
  public PictureSize size() throws ImageFormatException {
    return header().size;
  }

  /**
   * The most memory that decoding takes, in bytes, beside the file.
   *
   * @throws ImageFormatException as {@link #size} throws it
   */
  public long decodingBytes() throws ImageFormatException {
    Header said = header();
    return said.size.pixels() * (said.format == PictureFormat.JPEG ? JPEG_BYTES : MOST_BYTES);
  }

  /**
   * Decodes to RGB, as Pillow's {@code convert("RGB")} after opening: alpha is dropped and not
   * composited.
   *
   * @throws ImageFormatException if the bytes are no readable picture, or too large a one
   */
  public RgbImage decode() throws ImageFormatException {
    return decodeKeepingMode().toRgb();
  }

  /**
   * Decodes in the mode of the file, for {@link EvalTransform#apply(DecodedImage, float[], int)}.
   *
   * @throws ImageFormatException if the bytes are no readable picture, or too large a one
   */
  public DecodedImage decodeKeepingMode() throws ImageFormatException {
    Header said = header();
    return orDamaged(said.format, said.decoding);
  }

  /**
   * Decodes to RGB in a library's memory, to be closed; nothing where {@link #decode} has to be
   * asked. The pixels are the same.
   *
   * @throws ImageFormatException if the bytes do not begin like a picture, or like too large a one
   */
  Optional<PackedPixels> open() throws ImageFormatException {
    Header said = header();
    return orDamaged(said.format, said.opening);
  }

  private Header header() throws ImageFormatException {
    Header said = header;
    if (said == null) {
      PictureFormat format = format();
      said = orDamaged(format, () -> read(format));
      header = said;
    }
    return said;
  }

  private PictureFormat format() throws ImageFormatException {
    if (bytes.length == 0) {
      throw limit.problem("empty; expected a JPEG, PNG, WebP, GIF or BMP picture");
    }
    return PictureFormat.of(bytes)
        .orElseThrow(() -> limit.problem("not a JPEG, PNG, WebP, GIF or BMP picture"));
  }

  private Header read(PictureFormat format) throws IOException {
    Header said =
        switch (format) {
          case JPEG -> {
            JpegMarkers markers = JpegMarkers.scan(bytes, limit);
            yield new Header(
                format, markers.size(), () -> decode(markers), () -> FastJpeg.open(bytes, markers));
          }
          case PNG ->
              new Header(format, PngCodec.size(bytes, limit), () -> by(format, PngCodec::decode));
          case GIF -> {
            GifFrame frame = GifFrame.first(bytes, limit);
            yield new Header(format, frame.canvas(), () -> by(format, new GifCodec(frame)::decode));
          }
          case BMP ->
              new Header(format, BmpCodec.size(bytes, limit), () -> by(format, BmpCodec::decode));
          case WEBP -> {
            WebpFrame frame = WebpContainer.firstFrame(bytes, limit);
            yield new Header(format, frame.canvas(), () -> WebpCodec.decode(bytes, frame, limit));
          }
        };
    // Before a reader sees it, for some allocate by other fields of the header.
    limit.check(said.size.width(), said.size.height());
    return said;
  }

  private DecodedImage decode(JpegMarkers markers) throws IOException {
    Optional<DecodedImage> fast = FastJpeg.decode(bytes, markers);
    return fast.isPresent() ? fast.get() : by(PictureFormat.JPEG, new JpegCodec(markers)::decode);
  }

  private DecodedImage by(PictureFormat format, Codec codec) throws IOException {
    ImageReader reader = format.newReader();
    try {
      return codec.decode(reader, bytes, limit);
    } finally {
      reader.dispose();
    }
  }

  private <T> T orDamaged(PictureFormat format, Step<T> step) throws ImageFormatException {
    try {
      return step.run();
    } catch (ImageFormatException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // Codecs answer damaged files with whatever their arrays and counters run into.
      throw new ImageFormatException(limit.name(), "damaged " + format + " picture" + detail(e), e);
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
