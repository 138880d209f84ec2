package org.clip4j.data.image;

/**
 * Interleaved samples seen through a region: column and row 0 are the region's.
 *
 * @param samples all of the picture's
 * @param rowPixels pixels in a row of the picture
 * @param bands bytes a pixel
 * @param region the part that is looked at
 */
record Plane(byte[] samples, int rowPixels, int bands, Region region) {
  static Plane whole(byte[] samples, int width, int height, int bands) {
    return new Plane(samples, width, bands, Region.whole(width, height));
  }

  int width() {
    return region.width();
  }

  int height() {
    return region.height();
  }

  /** Where the first pixel of a row is. */
  int at(int row) {
    return ((region.top() + row) * rowPixels + region.left()) * bands;
  }
}
