package org.clip4j.data.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Encodes pictures as JPEG and PNG, with the JDK's own writers whatever other plug-ins an
 * application registers. The same pixels give the same bytes on the same JDK; another's libraries
 * may write others.
 */
public final class ImageEncoder {

  private static final ImageWriterSpi JPEG = find("JPEG");
  private static final ImageWriterSpi PNG = find("PNG");

  private ImageEncoder() {}

  /**
   * As baseline JPEG with colours at half the resolution (4:2:0).
   *
   * @param quality 1 to 100, in the scale of libjpeg
   * @throws IllegalArgumentException if the quality is another
   */
  public static byte[] jpeg(RgbImage image, int quality) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("JPEG quality is " + quality + ", expected 1 to 100");
    }
    BufferedImage pixels =
        wrap(image.rgb(), image.width(), image.height(), ColorSpace.CS_sRGB, 3, false);
    return write(JPEG, pixels, quality / 100f);
  }

  /** As PNG of 8 bits a band, without loss. */
  public static byte[] png(RgbImage image) {
    return png(DecodedImage.of(image));
  }

  /**
   * As PNG, without loss: grey, grey with alpha and RGB with alpha stay what they are, every other
   * mode is written as {@link DecodedImage#toRgb} makes it.
   */
  public static byte[] png(DecodedImage image) {
    return switch (image.mode()) {
      case GREY, GREY_ALPHA -> png(image, ColorSpace.CS_GRAY);
      case RGB, RGBA -> png(image, ColorSpace.CS_sRGB);
      case BILEVEL, GREY16, PALETTE, CMYK -> png(image.toRgb());
    };
  }

  private static byte[] png(DecodedImage image, int space) {
    BufferedImage pixels =
        wrap(
            image.samples(),
            image.width(),
            image.height(),
            space,
            image.mode().bands(),
            image.mode().hasAlpha());
    return write(PNG, pixels, -1);
  }

  private static BufferedImage wrap(
      byte[] samples, int width, int height, int space, int bands, boolean alpha) {
    int[] offsets = new int[bands];
    Arrays.setAll(offsets, i -> i);
    WritableRaster raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(samples, samples.length),
            width,
            height,
            bands * width,
            bands,
            offsets,
            null);
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(space),
            alpha,
            false,
            alpha ? ColorModel.TRANSLUCENT : ColorModel.OPAQUE,
            DataBuffer.TYPE_BYTE);
    return new BufferedImage(model, raster, false, null);
  }

  private static byte[] write(ImageWriterSpi provider, BufferedImage pixels, float quality) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageWriter writer = provider.createWriterInstance();
      try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
        writer.setOutput(out);
        ImageWriteParam how = writer.getDefaultWriteParam();
        if (quality > 0) {
          how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
          how.setCompressionQuality(quality);
        }
        writer.write(null, new IIOImage(pixels, null, null), how);
      } finally {
        writer.dispose();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a picture cannot be encoded: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }

  private static ImageWriterSpi find(String format) {
    Iterator<ImageWriterSpi> all =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageWriterSpi.class, false);
    while (all.hasNext()) {
      ImageWriterSpi provider = all.next();
      if (provider.getClass().getModule().equals(ImageIO.class.getModule())
          && Arrays.asList(provider.getFormatNames()).contains(format)) {
        return provider;
      }
    }
    throw new IllegalStateException(
        "this Java runtime has no " + format + " writer; use one with the java.desktop module");
  }
}
