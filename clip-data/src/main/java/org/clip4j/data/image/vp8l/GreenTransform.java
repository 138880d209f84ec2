package org.clip4j.data.image.vp8l;

/** RFC 9649, section 4.3: red and blue less green. */
record GreenTransform() implements Transform {
  @Override
  public int[] undo(int[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      int green = pixels[i] >> 8 & 0xff;
      pixels[i] = Argb.add(pixels[i], green << 16 | green);
    }
    return pixels;
  }
}
