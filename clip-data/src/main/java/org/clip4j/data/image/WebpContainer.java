package org.clip4j.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The RIFF container of a WebP (RFC 9649): walks the chunks before the reader does, which allocates
 * by whatever sizes they claim.
 */
final class WebpContainer {
  private static final int RIFF_HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int FRAME_HEADER_BYTES = 16;
  private static final int PROFILE = fourCc("ICCP");
  private static final int CANVAS = fourCc("VP8X");
  private static final int FRAME = fourCc("ANMF");
  private static final int LOSSY = fourCc("VP8 ");
  private static final int LOSSLESS = fourCc("VP8L");

  private final ByteBuffer in;
  private final SizeLimit limit;
  private byte[] result;
  private int canvasWidth;
  private int canvasHeight;

  private WebpContainer(byte[] bytes, SizeLimit limit) {
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.limit = limit;
    this.result = bytes;
  }

  private static int fourCc(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }

  /**
   * Checks lengths and sizes.
   *
   * @return the bytes, with a colour profile blanked: the reader would apply it and Pillow does not
   */
  static byte[] check(byte[] bytes, SizeLimit limit) throws ImageFormatException {
    long claimed =
        Integer.toUnsignedLong(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4));
    if (CHUNK_HEADER_BYTES + claimed > bytes.length) {
      throw limit.problem(
          "truncated WEBP picture (" + bytes.length + " of " + (8 + claimed) + " bytes)");
    }
    WebpContainer container = new WebpContainer(bytes, limit);
    container.walk(RIFF_HEADER_BYTES, (int) (CHUNK_HEADER_BYTES + claimed));
    return container.result;
  }

  private void walk(int from, int end) throws ImageFormatException {
    int at = from;
    while (at <= end - CHUNK_HEADER_BYTES) {
      int type = in.getInt(at);
      int length = in.getInt(at + 4);
      int body = at + CHUNK_HEADER_BYTES;
      if (length < 0 || length > end - body) {
        throw limit.problem("damaged WEBP picture (a chunk does not fit into its container)");
      }
      if (type == FRAME && length >= FRAME_HEADER_BYTES) {
        checkPart(u24(body + 6) + 1, u24(body + 9) + 1);
        walk(body + FRAME_HEADER_BYTES, body + length);
      } else if (type == CANVAS && length >= 10) {
        canvasWidth = u24(body + 4) + 1;
        canvasHeight = u24(body + 7) + 1;
        limit.check(canvasWidth, canvasHeight);
      } else if (type == LOSSY && length >= 10) {
        checkPart(in.getShort(body + 6) & 0x3fff, in.getShort(body + 8) & 0x3fff);
      } else if (type == LOSSLESS && length >= 5) {
        int sizes = in.getInt(body + 1);
        checkPart((sizes & 0x3fff) + 1, (sizes >> 14 & 0x3fff) + 1);
      } else if (type == PROFILE) {
        result = result.clone();
        ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN).putInt(at, fourCc("junk"));
      }
      at = Math.addExact(body, length + (length & 1));
    }
  }

  private int u24(int at) {
    return in.getShort(at) & 0xffff | (in.get(at + 2) & 0xff) << 16;
  }

  private void checkPart(int width, int height) throws ImageFormatException {
    limit.check(width, height);
    if (canvasWidth > 0 && (width > canvasWidth || height > canvasHeight)) {
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
}
