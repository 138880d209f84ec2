/**
 * Key frames of VP8, which is what a lossy WebP holds, to RGB.
 *
 * <p>The format is RFC 6386, which fixes every bit up to luminance and chroma. What comes behind it
 * is libwebp's, because Pillow and so open_clip read WebP through it: chroma is interpolated to
 * full size ({@link org.clip4j.data.image.vp8.Upsampler}), colours are computed in fixed point.
 *
 * <p>What always holds: a key frame gives the bytes that libwebp 1.6 gives with its default
 * options; any other bytes give an {@link java.io.IOException}, never a picture that is not there.
 */
package org.clip4j.data.image.vp8;
