package org.clip4j.data.image.vp8;

import java.io.EOFException;
import java.io.IOException;

/**
 * RFC 6386, section 9: what a key frame says before its macroblocks.
 *
 * @param width in pixels
 * @param height in pixels
 * @param modes the first partition, read up to the modes of the first macroblock
 * @param tokens the other partitions: macroblock rows take turns
 * @param segments segments
 * @param filter loop filter
 * @param quantizers one for each segment
 * @param coefficients probabilities of tokens, laid out as {@link Tables#COEFFICIENTS}
 * @param skipProbability of a macroblock not to have no coefficients, in parts of 256; -1 where
 *     macroblocks do not say so
 */
record FrameHeader(
    int width,
    int height,
    BoolDecoder modes,
    BoolDecoder[] tokens,
    Segments segments,
    FilterHeader filter,
    Quantizer[] quantizers,
    int[] coefficients,
    int skipProbability) {
  private static final int BYTES = 10;
  private static final int START_CODE = 0x9d012a;

  static FrameHeader read(byte[] bytes, int offset, int length) throws IOException {
    if (length < BYTES) {
      throw new EOFException();
    }
    int tag = u24(bytes, offset);
    boolean key = (tag & 1) == 0;
    boolean shown = (tag >> 4 & 1) != 0;
    int startCode =
        u8(bytes, offset + 3) << 16 | u8(bytes, offset + 4) << 8 | u8(bytes, offset + 5);
    if (!key || !shown || (tag >> 1 & 7) > 3 || startCode != START_CODE) {
      throw new IOException("not a VP8 key frame");
    }
    int width = u16(bytes, offset + 6) & 0x3fff;
    int height = u16(bytes, offset + 8) & 0x3fff;
    int first = tag >>> 5;
    int start = offset + BYTES;
    int left = length - BYTES;
    if (width == 0 || height == 0) {
      throw new IOException("a VP8 frame without pixels");
    }
    if (first > left) {
      throw new EOFException();
    }
    BoolDecoder in = new BoolDecoder(bytes, start, first);
    // Colour space and whether to clamp: there is one space, and not clamping is only a hint.
    in.number(2);
    Segments segments = Segments.read(in);
    FilterHeader filter = FilterHeader.read(in);
    BoolDecoder[] tokens = partitions(bytes, start + first, left - first, 1 << in.number(2));
    Quantizer[] quantizers = Quantizer.readAll(in, segments);
    // Whether later frames keep the probabilities; there are none.
    in.flag();
    int[] coefficients = coefficients(in);
    int skipProbability = in.flag() ? in.number(8) : -1;
    return new FrameHeader(
        width, height, in, tokens, segments, filter, quantizers, coefficients, skipProbability);
  }

  private static BoolDecoder[] partitions(byte[] bytes, int offset, int length, int count)
      throws IOException {
    int at = offset + 3 * (count - 1);
    int end = offset + length;
    if (at >= end) {
      throw new EOFException();
    }
    BoolDecoder[] partitions = new BoolDecoder[count];
    for (int i = 0; i < count - 1; i++) {
      int size = Math.min(u24(bytes, offset + 3 * i), end - at);
      partitions[i] = new BoolDecoder(bytes, at, size);
      at += size;
    }
    if (at == end) {
      throw new EOFException();
    }
    partitions[count - 1] = new BoolDecoder(bytes, at, end - at);
    return partitions;
  }

  private static int[] coefficients(BoolDecoder in) {
    int[] probabilities = Tables.COEFFICIENTS.clone();
    for (int i = 0; i < probabilities.length; i++) {
      if (in.flag(Tables.COEFFICIENT_UPDATES[i])) {
        probabilities[i] = in.number(8);
      }
    }
    return probabilities;
  }

  private static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  private static int u16(byte[] bytes, int at) {
    return u8(bytes, at) | u8(bytes, at + 1) << 8;
  }

  private static int u24(byte[] bytes, int at) {
    return u16(bytes, at) | u8(bytes, at + 2) << 16;
  }

  /** Macroblocks in a row. */
  int columns() {
    return (width + 15) >> 4;
  }

  /** Rows of macroblocks. */
  int rows() {
    return (height + 15) >> 4;
  }
}
