package org.clip4j.data.image;

/**
 * The rows of a library's picture, blue first, copied out a few at a time, which stay in the cache,
 * and widened with the Vector API.
 */
final class PackedRows implements WideRows {
  private final PackedPixels pixels;
  private final Region region;
  private final int rowBytes;

  /** Whole rows of the picture, from {@link #first} on. */
  private final byte[] strip;

  private int first;
  private int end;

  PackedRows(PackedPixels pixels, Region region) {
    this.pixels = pixels;
    this.region = region;
    this.rowBytes = PackedPixels.BYTES * pixels.width();
    this.strip = new byte[RgbAcross.ROWS * rowBytes];
  }

  @Override
  public int lanes() {
    return PackedPixels.BYTES;
  }

  @Override
  public int before() {
    return 1;
  }

  @Override
  public int width() {
    return region.width();
  }

  @Override
  public void widen(int row, int[] line) {
    int wanted = region.top() + row;
    if (wanted < first || wanted >= end) {
      first = wanted;
      end = Math.min(pixels.height(), wanted + RgbAcross.ROWS);
      pixels.read(first, end - first, strip);
    }
    int at = (wanted - first) * rowBytes + PackedPixels.BYTES * region.left();
    PlaneRows.widen(strip, at, line, PackedPixels.BYTES * width());
  }
}
