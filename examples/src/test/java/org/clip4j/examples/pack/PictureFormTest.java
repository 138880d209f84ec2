package org.clip4j.examples.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.clip4j.data.image.ImageDecoder;
import org.clip4j.data.image.Resize;
import org.clip4j.data.image.ResizeFilter;
import org.clip4j.data.image.RgbImage;
import org.junit.jupiter.api.Test;

class PictureFormTest {

  private static PictureForm to(int shorter, PictureForm.Encoding... encoding) {
    return new PictureForm(true, Optional.of(shorter), Arrays.stream(encoding).findFirst(), 95);
  }

  private static Picture png(int width, int height) {
    return new Picture("png", PackData.png(width, height, 1));
  }

  private static BufferedImage read(Picture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
  }

  @Test
  void smallEnoughStaysByteForByte() throws BadRowException {
    Picture picture = png(40, 30);
    assertSame(picture, PictureForm.COPIED.of(picture, "it"));
    assertSame(picture, to(30).of(picture, "it"));
    assertSame(picture, to(31, PictureForm.Encoding.JPG).of(picture, "it"));
  }

  @Test
  void theShorterSideGetsTheLength() throws Exception {
    for (int[] size : new int[][] {{40, 30}, {30, 40}, {33, 97}, {97, 33}, {31, 31}}) {
      BufferedImage smaller = read(to(20).of(png(size[0], size[1]), "it"));
      int shorter = Math.min(size[0], size[1]);
      // The longer side is cut to whole pixels, as torchvision's Resize cuts it.
      assertEquals(20 * size[0] / shorter, smaller.getWidth());
      assertEquals(20 * size[1] / shorter, smaller.getHeight());
    }
  }

  @Test
  void pixelsAreThoseOfThePillowExactBicubic() throws Exception {
    Picture picture = png(50, 41);
    Picture smaller = to(20, PictureForm.Encoding.PNG).of(picture, "it");
    assertEquals("png", smaller.part());
    RgbImage expected =
        Resize.resize(ImageDecoder.decode(picture.bytes(), "it"), 24, 20, ResizeFilter.BICUBIC);
    assertArrayEquals(expected.rgb(), ImageDecoder.decode(smaller.bytes(), "it").rgb());
  }

  @Test
  void jpegUnlessThereIsAlphaOrItIsAskedFor() throws Exception {
    Picture plain = png(30, 30);
    Picture alpha =
        new Picture("png", PackData.picture("png", BufferedImage.TYPE_INT_ARGB, 30, 30, 2));
    assertEquals("jpg", to(20).of(plain, "it").part());
    Picture kept = to(20).of(alpha, "it");
    assertEquals("png", kept.part());
    assertTrue(read(kept).getColorModel().hasAlpha());
    Picture dropped = to(20, PictureForm.Encoding.JPG).of(alpha, "it");
    assertEquals("jpg", dropped.part());
    assertEquals("png", to(20, PictureForm.Encoding.PNG).of(plain, "it").part());
  }

  @Test
  void qualityCounts() throws BadRowException {
    Picture picture = png(60, 60);
    int[] sizes = new int[2];
    int[] qualities = {95, 40};
    for (int i = 0; i < 2; i++) {
      PictureForm form = new PictureForm(true, Optional.of(40), Optional.empty(), qualities[i]);
      sizes[i] = form.of(picture, "it").bytes().length;
    }
    assertTrue(2 * sizes[1] < sizes[0], Arrays.toString(sizes));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PictureForm(true, Optional.of(40), Optional.empty(), 101));
  }

  @Test
  void aPaletteMixesItsColoursAndNotItsIndices() throws Exception {
    Picture palette =
        new Picture("png", PackData.picture("png", BufferedImage.TYPE_BYTE_INDEXED, 40, 40, 3));
    Picture smaller = to(20, PictureForm.Encoding.PNG).of(palette, "it");
    RgbImage expected =
        Resize.resize(ImageDecoder.decode(palette.bytes(), "it"), 20, 20, ResizeFilter.BICUBIC);
    assertArrayEquals(expected.rgb(), ImageDecoder.decode(smaller.bytes(), "it").rgb());
  }

  @Test
  void whatIsNoPictureIsSaid() {
    Picture text = new Picture("png", new byte[] {1, 2, 3});
    BadRowException e = assertThrows(BadRowException.class, () -> to(20).of(text, "it"));
    assertEquals(BadRowException.Reason.NOT_A_PICTURE, e.reason());
  }
}
