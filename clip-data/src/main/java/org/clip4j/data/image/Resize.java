package org.clip4j.data.image;

/**
 * Resizes as Pillow's {@code Image.resize} does, to the byte. The rules are those of Pillow 12:
 * which pixels have a part, which modes are resized how.
 */
public final class Resize {
  private Resize() {}

  /**
   * Resizes a whole picture.
   *
   * @param image the picture
   * @param width width of the result, at least 1
   * @param height height of the result, at least 1
   * @param filter the kernel, widened when shrinking
   */
  public static RgbImage resize(RgbImage image, int width, int height, ResizeFilter filter) {
    return resize(image, Region.whole(image.width(), image.height()), width, height, filter);
  }

  /**
   * Cuts a region out and resizes it; pixels outside the region have no part, as in torchvision's
   * {@code resized_crop}.
   *
   * @param image the picture
   * @param region the part that is looked at
   * @param width width of the result, at least 1
   * @param height height of the result, at least 1
   * @param filter the kernel, widened when shrinking
   * @throws IllegalArgumentException if the region leaves the picture
   */
  public static RgbImage resize(
      RgbImage image, Region region, int width, int height, ResizeFilter filter) {
    region.checkInside(image.width(), image.height());
    Plane source = new Plane(image.rgb(), image.width(), 3, region);
    Box box = new Box(0, 0, region.width(), region.height());
    return new RgbImage(
        width, height, Convolution.run(source, box, Window.all(width), Window.all(height), filter));
  }

  /** The same, handing on the rows as they are made. */
  static void resize(
      RgbImage image,
      Region region,
      int width,
      int height,
      ResizeFilter filter,
      Convolution.Rows taker) {
    region.checkInside(image.width(), image.height());
    Plane source = new Plane(image.rgb(), image.width(), 3, region);
    Box box = new Box(0, 0, region.width(), region.height());
    Convolution.run(source, box, Window.all(width), Window.all(height), filter, taker);
  }

  /**
   * The same of a library's picture, out of whose memory it reads, handing on rows whose pixels
   * have blue first and red last.
   *
   * @return whether it has done so; if not, nothing has been handed on, and the picture has to be
   *     copied out first
   */
  static boolean resizeFromBlue(
      PackedPixels pixels,
      Region region,
      int width,
      int height,
      ResizeFilter filter,
      Convolution.Rows taker) {
    region.checkInside(pixels.width(), pixels.height());
    boolean can = Convolution.isPackedFast(region, width, height);
    if (can) {
      RgbConvolution.run(pixels, region, width, height, filter, taker);
    }
    return can;
  }

  /**
   * Resizes what lies between fractional edges, as Pillow's {@code resize(size, resample, box)};
   * pixels outside the box have a part where the kernel reaches over its edge.
   *
   * @param image the picture
   * @param box the part that becomes the result
   * @param width width of the result, at least 1
   * @param height height of the result, at least 1
   * @param filter the kernel, widened when shrinking
   * @throws IllegalArgumentException if the box leaves the picture
   */
  public static RgbImage resize(
      RgbImage image, Box box, int width, int height, ResizeFilter filter) {
    box.checkInside(image.width(), image.height());
    Plane source = Plane.whole(image.rgb(), image.width(), image.height(), 3);
    return new RgbImage(
        width, height, Convolution.run(source, box, Window.all(width), Window.all(height), filter));
  }

  /**
   * Resizes a whole picture in the mode of its file: a palette or one bit a pixel picks the nearest
   * pixel whatever the filter, colours are weighed by their alpha.
   *
   * @param image the picture
   * @param width width of the result, at least 1
   * @param height height of the result, at least 1
   * @param filter the kernel, widened when shrinking
   */
  public static DecodedImage resize(
      DecodedImage image, int width, int height, ResizeFilter filter) {
    return resize(image, Window.all(width), Window.all(height), filter);
  }

  /**
   * Resizes a picture in the mode of its file and keeps a window of the result: a palette or one
   * bit a pixel picks the nearest pixel whatever the filter, colours are weighed by their alpha.
   */
  static DecodedImage resize(DecodedImage image, Window columns, Window rows, ResizeFilter filter) {
    if (columns.isWhole(image.width()) && rows.isWhole(image.height())) {
      return image;
    }
    if (image.mode().isDiscrete()) {
      return image.with(columns.count(), rows.count(), nearest(image, columns, rows));
    }
    if (image.mode() == PixelMode.GREY16) {
      return image.with(
          columns.count(), rows.count(), DeepConvolution.run(image, columns, rows, filter));
    }
    int bands = image.mode().bands();
    // Pillow leaves the colours alone where only the crop changes the size.
    boolean weigh =
        image.mode().hasAlpha() && !(columns.of() == image.width() && rows.of() == image.height());
    byte[] samples = weigh ? Alpha.multiplied(image.samples(), bands) : image.samples();
    Plane source = Plane.whole(samples, image.width(), image.height(), bands);
    byte[] out =
        Convolution.run(
            source, new Box(0, 0, image.width(), image.height()), columns, rows, filter);
    if (weigh) {
      Alpha.divide(out, bands);
    }
    return image.with(columns.count(), rows.count(), out);
  }

  private static byte[] nearest(DecodedImage image, Window columns, Window rows) {
    int[] sourceColumns = nearest(image.width(), columns);
    int[] sourceRows = nearest(image.height(), rows);
    byte[] samples = image.samples();
    byte[] out = new byte[Math.multiplyExact(sourceColumns.length, sourceRows.length)];
    int at = 0;
    for (int row : sourceRows) {
      for (int column : sourceColumns) {
        out[at++] = samples[row * image.width() + column];
      }
    }
    return out;
  }

  /** Steps are added up and not multiplied: so Pillow rounds. */
  private static int[] nearest(int inSize, Window window) {
    double step = (double) inSize / window.of();
    double at = step * 0.5;
    for (long i = 0; i < window.first(); i++) {
      at += step;
    }
    int[] picked = new int[window.count()];
    for (int i = 0; i < picked.length; i++, at += step) {
      picked[i] = Math.min(inSize - 1, (int) at);
    }
    return picked;
  }
}
