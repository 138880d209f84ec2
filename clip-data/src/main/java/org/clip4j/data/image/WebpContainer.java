package org.clip4j.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.clip4j.data.image.WebpFrame.Part;

/**
 * The RIFF container of a WebP (RFC 9649): finds the first frame and checks what its chunks claim,
 * before anything of that size is allocated. Colour profile, EXIF and XMP are passed over, as
 * Pillow does not look at them either.
 */
final class WebpContainer {
  private static final int RIFF_HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int CANVAS_BYTES = 10;
  private static final int FRAME_HEADER_BYTES = 16;
  private static final int LOSSY_HEADER_BYTES = 10;
  private static final int LOSSLESS_HEADER_BYTES = 5;
  private static final int ANIMATION_FLAG = 0x02;
  private static final int ALPHA_FLAG = 0x10;
  private static final int EXTENDED = fourCc("VP8X");
  private static final int FRAME = fourCc("ANMF");
  private static final int ALPHA = fourCc("ALPH");
  private static final int LOSSY = fourCc("VP8 ");
  private static final int LOSSLESS = fourCc("VP8L");

  private final ByteBuffer in;
  private final SizeLimit limit;
  private int flags;
  private int canvasWidth;
  private int canvasHeight;

  private WebpContainer(byte[] bytes, SizeLimit limit) {
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.limit = limit;
  }

  private static int fourCc(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }

  /** Finds the picture, or the first frame of an animation. */
  static WebpFrame firstFrame(byte[] bytes, SizeLimit limit) throws ImageFormatException {
    WebpContainer container = new WebpContainer(bytes, limit);
    long end = CHUNK_HEADER_BYTES + Integer.toUnsignedLong(container.in.getInt(4));
    if (end > bytes.length) {
      throw limit.problem("truncated WEBP picture (" + bytes.length + " of " + end + " bytes)");
    }
    return container.read((int) end);
  }

  private WebpFrame read(int end) throws ImageFormatException {
    Part first = part(RIFF_HEADER_BYTES, end);
    if (type(first) != EXTENDED) {
      return frame(RIFF_HEADER_BYTES, end, 0, 0);
    }
    if (first.length() < CANVAS_BYTES) {
      throw limit.problem("damaged WEBP picture (no canvas)");
    }
    flags = in.get(first.offset());
    canvasWidth = u24(first.offset() + 4) + 1;
    canvasHeight = u24(first.offset() + 7) + 1;
    limit.check(canvasWidth, canvasHeight);
    boolean animated = has(ANIMATION_FLAG);
    WebpFrame frame = null;
    // To the end, although the first frame suffices: a chunk that does not fit is damage.
    for (int at = next(first, end); at < end; ) {
      Part part = part(at, end);
      int type = type(part);
      if (frame == null && animated && type == FRAME) {
        frame = frameOfAnimation(part);
      } else if (frame == null && !animated && isPicture(type)) {
        frame = frame(at, end, 0, 0);
      }
      at = next(part, end);
    }
    if (frame == null) {
      throw limit.problem("damaged WEBP picture (no frame)");
    }
    return frame;
  }

  private static boolean isPicture(int type) {
    return type == ALPHA || type == LOSSY || type == LOSSLESS;
  }

  private WebpFrame frameOfAnimation(Part part) throws ImageFormatException {
    if (part.length() < FRAME_HEADER_BYTES) {
      throw limit.problem("damaged WEBP picture (a frame without its header)");
    }
    int left = 2 * u24(part.offset());
    int top = 2 * u24(part.offset() + 3);
    int from = part.offset() + FRAME_HEADER_BYTES;
    return frame(from, part.offset() + part.length(), left, top);
  }

  /** The frame whose chunks begin here: its alpha where it has some, and its pixels. */
  private WebpFrame frame(int from, int end, int left, int top) throws ImageFormatException {
    Part data = part(from, end);
    Part alpha = null;
    if (type(data) == ALPHA) {
      alpha = data;
      data = part(next(alpha, end), end);
    }
    if (type(data) == LOSSY && data.length() >= LOSSY_HEADER_BYTES) {
      int width = in.getShort(data.offset() + 6) & 0x3fff;
      int height = in.getShort(data.offset() + 8) & 0x3fff;
      check(left, top, width, height);
      // Alpha that the canvas does not announce is not looked at, but there.
      boolean announced = has(ALPHA_FLAG);
      boolean hasAlpha = announced || alpha != null && !has(ANIMATION_FLAG);
      Part used = announced ? alpha : null;
      return new WebpFrame(
          canvasWidth, canvasHeight, left, top, width, height, hasAlpha, false, data, used);
    }
    if (type(data) == LOSSLESS && data.length() >= LOSSLESS_HEADER_BYTES && alpha == null) {
      int header = in.getInt(data.offset() + 1);
      int width = (header & 0x3fff) + 1;
      int height = (header >> 14 & 0x3fff) + 1;
      check(left, top, width, height);
      boolean hasAlpha = has(ANIMATION_FLAG) ? has(ALPHA_FLAG) : (header >> 28 & 1) != 0;
      return new WebpFrame(
          canvasWidth, canvasHeight, left, top, width, height, hasAlpha, true, data, null);
    }
    throw limit.problem("damaged WEBP picture (no frame)");
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /**
   * Checks a frame's size against the limit and the canvas, which is its own where there is none.
   */
  private void check(int left, int top, int width, int height) throws ImageFormatException {
    limit.check(width, height);
    if (canvasWidth == 0) {
      canvasWidth = width;
      canvasHeight = height;
    }
    boolean fits =
        has(ANIMATION_FLAG)
            ? left <= canvasWidth - width && top <= canvasHeight - height
            : width == canvasWidth && height == canvasHeight;
    if (!fits) {
      throw limit.problem(
          "damaged WEBP picture (a frame of "
              + width
              + "x"
              + height
              + " on a canvas of "
              + canvasWidth
              + "x"
              + canvasHeight
              + ")");
    }
  }

  /** The chunk whose header is at {@code at}. */
  private Part part(int at, int end) throws ImageFormatException {
    int body = at + CHUNK_HEADER_BYTES;
    int length = body <= end ? in.getInt(at + 4) : -1;
    if (length < 0 || length > end - body) {
      throw limit.problem("damaged WEBP picture (a chunk does not fit into its container)");
    }
    return new Part(body, length);
  }

  private int type(Part part) {
    return in.getInt(part.offset() - CHUNK_HEADER_BYTES);
  }

  /** Where the header of the next chunk is: lengths are padded to even ones. */
  private static int next(Part part, int end) {
    int to = part.offset() + part.length();
    return Math.min(end, to + (part.length() & 1));
  }

  private int u24(int at) {
    return in.getShort(at) & 0xffff | (in.get(at + 2) & 0xff) << 16;
  }
}
