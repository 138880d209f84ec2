/**
 * VP8L, the lossless form of WebP and of the alpha of a lossy one: RFC 9649, section 3, which fixes
 * every bit of the result.
 *
 * <p>A stream is a list of transforms ({@link org.clip4j.data.image.vp8l.Transform}) and then the
 * transformed pixels; what a transform needs to know is itself stored as pixels ({@link
 * org.clip4j.data.image.vp8l.PixelReader}). Pixels are ints of alpha, red, green, blue, alpha
 * highest.
 *
 * <p>What always holds: memory is that of the pixels, of a few tables of at most their number, and
 * of prefix codes that the stream spells out; any bytes but a whole stream give an {@link
 * java.io.IOException}.
 */
package org.clip4j.data.image.vp8l;
