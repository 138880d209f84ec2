package org.clip4j.data.image;

import java.io.IOException;
import java.util.Arrays;
import org.clip4j.data.image.vp8.Vp8Decoder;
import org.clip4j.data.image.vp8l.Vp8lDecoder;

/**
 * WebP (RFC 9649) as Pillow reads it through libwebp, to the byte: of an animation the first frame
 * on its canvas. {@link Vp8Decoder} decodes lossy pictures, {@link Vp8lDecoder} lossless ones and
 * the alpha of lossy ones.
 */
final class WebpCodec {
  private WebpCodec() {}

  static DecodedImage decode(byte[] bytes, WebpFrame frame, SizeLimit limit) throws IOException {
    PixelMode mode = frame.hasAlpha() ? PixelMode.RGBA : PixelMode.RGB;
    byte[] samples = frame.lossless() ? lossless(bytes, frame) : lossy(bytes, frame, limit);
    return new DecodedImage(
        mode, frame.canvasWidth(), frame.canvasHeight(), frame.onCanvas(samples, mode.bands()));
  }

  private static byte[] lossless(byte[] bytes, WebpFrame frame) throws IOException {
    int[] argb =
        Vp8lDecoder.decode(
            bytes, frame.data().offset(), frame.data().length(), frame.width(), frame.height());
    int bands = frame.hasAlpha() ? 4 : 3;
    byte[] samples = new byte[Math.multiplyExact(bands, argb.length)];
    for (int i = 0, at = 0; i < argb.length; i++) {
      samples[at++] = (byte) (argb[i] >> 16);
      samples[at++] = (byte) (argb[i] >> 8);
      samples[at++] = (byte) argb[i];
      if (bands == 4) {
        samples[at++] = (byte) (argb[i] >> 24);
      }
    }
    return samples;
  }

  private static byte[] lossy(byte[] bytes, WebpFrame frame, SizeLimit limit) throws IOException {
    byte[] rgb =
        Vp8Decoder.decode(
            bytes, frame.data().offset(), frame.data().length(), frame.width(), frame.height());
    if (!frame.hasAlpha()) {
      return rgb;
    }
    byte[] alpha = frame.alpha() == null ? null : WebpAlpha.read(bytes, frame, limit);
    byte[] rgba = new byte[Math.multiplyExact(4, rgb.length / 3)];
    Arrays.fill(rgba, (byte) 255);
    for (int i = 0; i < rgb.length / 3; i++) {
      rgba[4 * i] = rgb[3 * i];
      rgba[4 * i + 1] = rgb[3 * i + 1];
      rgba[4 * i + 2] = rgb[3 * i + 2];
      if (alpha != null) {
        rgba[4 * i + 3] = alpha[i];
      }
    }
    return rgba;
  }
}
