package org.clip4j.data.image.vp8l;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Decodes VP8L. Memory is that of the pixels: let the caller look at the size first. */
public final class Vp8lDecoder {
  private static final int SIGNATURE = 0x2f;
  private static final int PREDICTOR = 0;
  private static final int COLOUR = 1;
  private static final int GREEN = 2;
  private static final int PALETTE = 3;

  private final BitReader in;
  private final int width;
  private final int height;

  private Vp8lDecoder(BitReader in, int width, int height) {
    this.in = in;
    this.width = width;
    this.height = height;
  }

  /**
   * Decodes a picture.
   *
   * @param bytes what holds it
   * @param offset where it begins
   * @param length how many bytes it has
   * @param width the width it must have
   * @param height the height it must have
   * @return {@code [height][width]} pixels, alpha highest, then red, green and blue
   * @throws IOException if it is no picture of that size, or ends too early
   */
  public static int[] decode(byte[] bytes, int offset, int length, int width, int height)
      throws IOException {
    BitReader in = new BitReader(bytes, offset, length);
    boolean expected =
        in.read(8) == SIGNATURE && in.read(14) == width - 1 && in.read(14) == height - 1;
    // Whether alpha matters is only a hint: it is there in any case.
    in.flag();
    if (!expected || in.read(3) != 0) {
      throw new IOException("not a VP8L picture of " + width + "x" + height);
    }
    return new Vp8lDecoder(in, width, height).decode();
  }

  /**
   * Decodes what stands for alpha: a picture without its header, of which green counts.
   *
   * @param bytes what holds it
   * @param offset where it begins
   * @param length how many bytes it has
   * @param width the width it must have
   * @param height the height it must have
   * @return {@code [height][width]} bytes
   * @throws IOException if it is no picture, or ends too early
   */
  public static byte[] decodeGreen(byte[] bytes, int offset, int length, int width, int height)
      throws IOException {
    BitReader in = new BitReader(bytes, offset, length);
    int[] pixels = new Vp8lDecoder(in, width, height).decode();
    byte[] green = new byte[pixels.length];
    for (int i = 0; i < green.length; i++) {
      green[i] = (byte) (pixels[i] >> 8);
    }
    return green;
  }

  private int[] decode() throws IOException {
    Deque<Transform> transforms = new ArrayDeque<>();
    int storedWidth = width;
    int seen = 0;
    while (in.flag()) {
      int kind = in.read(2);
      if ((seen >> kind & 1) != 0) {
        throw new IOException("the same VP8L transform twice");
      }
      seen |= 1 << kind;
      Transform transform =
          switch (kind) {
            case PREDICTOR -> PredictorTransform.read(in, storedWidth, height);
            case COLOUR -> ColourTransform.read(in, storedWidth, height);
            case GREEN -> new GreenTransform();
            case PALETTE -> PaletteTransform.read(in, storedWidth, height);
            default -> throw new AssertionError(kind);
          };
      if (transform instanceof PaletteTransform palette) {
        storedWidth = palette.packedWidth();
      }
      transforms.push(transform);
    }
    int[] pixels = PixelReader.readOuter(in, storedWidth, height);
    for (Transform transform : transforms) {
      pixels = transform.undo(pixels);
    }
    return pixels;
  }
}
