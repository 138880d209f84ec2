package org.clip4j.data.image;

/**
 * The picture in a WebP, or the first of an animation, and where it lies on its canvas.
 *
 * @param canvasWidth width of the picture that is shown
 * @param canvasHeight height of it
 * @param left column of the canvas where the frame begins
 * @param top row of the canvas where it begins
 * @param width of the frame
 * @param height of the frame
 * @param hasAlpha whether the picture has alpha, whatever the frame has
 * @param lossless whether {@code data} is VP8L, else it is VP8
 * @param data the compressed frame
 * @param alpha alpha of a VP8 frame, or null
 */
record WebpFrame(
    int canvasWidth,
    int canvasHeight,
    int left,
    int top,
    int width,
    int height,
    boolean hasAlpha,
    boolean lossless,
    Part data,
    Part alpha) {

  /** The body of a chunk. */
  record Part(int offset, int length) {}

  PictureSize canvas() {
    return new PictureSize(canvasWidth, canvasHeight);
  }

  /**
   * The frame's pixels on the canvas, which is black and cannot be seen where there is no frame.
   */
  byte[] onCanvas(byte[] samples, int bands) {
    if (width == canvasWidth && height == canvasHeight) {
      return samples;
    }
    byte[] canvas =
        new byte[Math.multiplyExact(bands, Math.multiplyExact(canvasWidth, canvasHeight))];
    for (int y = 0; y < height; y++) {
      int to = bands * ((top + y) * canvasWidth + left);
      System.arraycopy(samples, bands * y * width, canvas, to, bands * width);
    }
    return canvas;
  }
}
