package org.clip4j.data.image.vp8;

import java.io.EOFException;
import java.io.IOException;

/** Decodes a VP8 key frame to RGB. */
public final class Vp8Decoder {
  private final FrameHeader frame;

  private Vp8Decoder(FrameHeader frame) {
    this.frame = frame;
  }

  /**
   * Decodes a frame. Memory is that of its pixels: let the caller look at the size first.
   *
   * @param bytes what holds the frame
   * @param offset where it begins
   * @param length how many bytes it has
   * @param width the width it must have
   * @param height the height it must have
   * @return {@code [height][width][3]} bytes
   * @throws IOException if it is no key frame of that size, or ends too early
   */
  public static byte[] decode(byte[] bytes, int offset, int length, int width, int height)
      throws IOException {
    FrameHeader frame = FrameHeader.read(bytes, offset, length);
    if (frame.width() != width || frame.height() != height) {
      throw new IOException(
          "a VP8 frame of "
              + frame.width()
              + "x"
              + frame.height()
              + " where "
              + width
              + "x"
              + height
              + " was expected");
    }
    return new Vp8Decoder(frame).decode();
  }

  private byte[] decode() throws IOException {
    Samples[] planes = {
      new Samples(16 * frame.columns(), 16 * frame.rows()),
      new Samples(8 * frame.columns(), 8 * frame.rows()),
      new Samples(8 * frame.columns(), 8 * frame.rows())
    };
    LoopFilter filter = new LoopFilter(frame, planes);
    reconstruct(new Reconstruction(planes, frame.columns()), filter);
    filter.run();
    return Upsampler.rgb(planes, frame.width(), frame.height());
  }

  private void reconstruct(Reconstruction reconstruction, LoopFilter filter) throws IOException {
    ModeReader modes = new ModeReader(frame);
    CoefficientReader coefficients = new CoefficientReader(frame);
    Macroblock block = new Macroblock();
    for (block.row = 0; block.row < frame.rows(); block.row++) {
      BoolDecoder tokens = frame.tokens()[block.row & (frame.tokens().length - 1)];
      modes.beginRow();
      coefficients.beginRow();
      for (block.column = 0; block.column < frame.columns(); block.column++) {
        modes.read(block);
        coefficients.read(tokens, block);
        reconstruction.write(block);
        filter.note(block);
        if (tokens.ranOut() || frame.modes().ranOut()) {
          throw new EOFException();
        }
      }
    }
  }
}
