package org.clip4j.examples.pack;

import java.util.Optional;
import org.clip4j.data.image.DecodedImage;
import org.clip4j.data.image.ImageDecoder;
import org.clip4j.data.image.ImageEncoder;
import org.clip4j.data.image.ImageFormatException;
import org.clip4j.data.image.Resize;
import org.clip4j.data.image.ResizeFilter;
import org.clip4j.data.image.RgbImage;
import org.clip4j.examples.pack.BadRowException.Reason;

/**
 * What becomes of a picture on its way into a shard. One that is not made smaller is copied byte
 * for byte.
 *
 * @param verify whether each is decoded once, so that the broken ones are found now
 * @param shorter the length of the shorter side of pictures that are larger
 * @param encoding how resized pictures are written; by default JPEG, and PNG where there is alpha
 * @param quality of JPEG, 1 to 100
 */
public record PictureForm(
    boolean verify, Optional<Integer> shorter, Optional<Encoding> encoding, int quality) {

  /** Copies of files that were found to be pictures. */
  public static final PictureForm COPIED =
      new PictureForm(true, Optional.empty(), Optional.empty(), 95);

  /** How a resized picture is written. */
  public enum Encoding {
    /** With loss; alpha is dropped. */
    JPG,
    /** Without loss. */
    PNG
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public PictureForm {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("quality is " + quality + ", expected 1 to 100");
    }
    if (shorter.filter(n -> n < 1).isPresent()) {
      throw new IllegalArgumentException(
          "the shorter side is to be " + shorter.get() + ", expected 1 or more");
    }
  }

  /** The picture in this form. */
  Picture of(Picture picture, String name) throws BadRowException {
    if (!verify && shorter.isEmpty()) {
      return picture;
    }
    DecodedImage image;
    try {
      image =
          ImageDecoder.decodeKeepingMode(picture.bytes(), name, ImageDecoder.DEFAULT_MAX_PIXELS);
    } catch (ImageFormatException e) {
      throw new BadRowException(Reason.NOT_A_PICTURE, e.problem());
    }
    int side = Math.min(image.width(), image.height());
    return shorter.isEmpty() || side <= shorter.get()
        ? picture
        : smaller(image, shorter.get(), side);
  }

  private Picture smaller(DecodedImage image, int to, int side) {
    int width = scaled(image.width(), to, side);
    int height = scaled(image.height(), to, side);
    if (image.mode().hasAlpha() && encoding.orElse(Encoding.PNG) == Encoding.PNG) {
      return png(ImageEncoder.png(Resize.resize(image, width, height, ResizeFilter.BICUBIC)));
    }
    // In RGB from here on, as training sees it: a palette's colours mix, its indices do not.
    RgbImage rgb = Resize.resize(image.toRgb(), width, height, ResizeFilter.BICUBIC);
    return encoding.orElse(Encoding.JPG) == Encoding.PNG
        ? png(ImageEncoder.png(rgb))
        : new Picture("jpg", ImageEncoder.jpeg(rgb, quality));
  }

  private static Picture png(byte[] bytes) {
    return new Picture("png", bytes);
  }

  /** The longer side is cut to whole pixels, as torchvision does. */
  private static int scaled(int edge, int to, int side) {
    return edge == side ? to : (int) ((double) ((long) to * edge) / side);
  }
}
