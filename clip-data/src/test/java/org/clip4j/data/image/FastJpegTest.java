package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** libjpeg-turbo against the JDK's reader: not one level apart. */
class FastJpegTest {
  private static final SizeLimit LIMIT = new SizeLimit("picture", 1_000_000);

  private static Optional<DecodedImage> fast(byte[] bytes) throws ImageFormatException {
    JpegMarkers markers = JpegMarkers.scan(bytes, LIMIT);
    LIMIT.check(markers.width(), markers.height());
    return FastJpeg.decode(bytes, markers);
  }

  private static byte[] byJdk(byte[] bytes) throws IOException {
    ImageReader reader = PictureFormat.JPEG.newReader();
    try {
      return new JpegCodec(JpegMarkers.scan(bytes, LIMIT)).decode(reader, bytes, LIMIT).samples();
    } finally {
      reader.dispose();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "golden/photo.jpg",
        "golden/rotated-exif.jpg",
        "modes/420.jpg",
        "modes/422.jpg",
        "modes/444.jpg"
      })
  void ordinaryPicturesComeThrough(String path) throws IOException {
    byte[] bytes = Resources.bytes(path);
    DecodedImage fast = fast(bytes).orElseThrow();
    assertEquals(PixelMode.RGB, fast.mode());
    assertArrayEquals(byJdk(bytes), fast.samples());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"golden/grey.jpg", "modes/cmyk.jpg", "modes/progressive.jpg", "modes/rgb.jpg"})
  void othersAreLeftToTheJdk(String path) throws IOException {
    byte[] bytes = Resources.bytes(path);
    assertTrue(fast(bytes).isEmpty());
    assertTrue(byJdk(bytes).length > 0);
  }

  @Property(tries = 120)
  void theDecodersAgree(
      @ForAll @IntRange(min = 1, max = 67) int width,
      @ForAll @IntRange(min = 1, max = 67) int height,
      @ForAll @IntRange(min = 1, max = 100) int quality,
      @ForAll @IntRange(max = 2) int sampling,
      @ForAll boolean harsh)
      throws IOException {
    byte[] bytes = jpeg(width, height, quality / 100f, sampling, harsh);
    DecodedImage fast = fast(bytes).orElseThrow();
    assertArrayEquals(byJdk(bytes), fast.samples());
  }

  /** Chroma as large as the luminance, half as wide, half as wide and high. */
  private static byte[] jpeg(int width, int height, float quality, int sampling, boolean harsh)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(width + 100L * height);
    for (int i = 0; i < width * height; i++) {
      int x = i % width;
      int y = i / width;
      int soft = (x * 5 & 0xff) << 16 | (y * 7 & 0xff) << 8 | ((x + y) * 3 & 0xff);
      image.setRGB(x, y, harsh ? random.nextInt(1 << 24) : soft ^ random.nextInt(16));
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param);
      String format = metadata.getNativeMetadataFormatName();
      IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
      IIOMetadataNode luminance =
          (IIOMetadataNode) root.getElementsByTagName("componentSpec").item(0);
      luminance.setAttribute("HsamplingFactor", sampling > 0 ? "2" : "1");
      luminance.setAttribute("VsamplingFactor", sampling > 1 ? "2" : "1");
      metadata.setFromTree(format, root);
      writer.write(null, new IIOImage(image, null, metadata), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"golden/photo.jpg", "modes/420.jpg", "modes/444.jpg"})
  void whatIsCutOffIsLeftToTheJdk(String path) throws IOException {
    byte[] whole = Resources.bytes(path);
    for (int length = 0; length < whole.length; length += 1 + whole.length / 40) {
      assertFalse(OrdinaryJpeg.is(Arrays.copyOf(whole, length)), "cut at " + length);
    }
  }

  /** Also where the end marker is still there and only the library can notice. */
  @ParameterizedTest
  @ValueSource(strings = {"modes/420.jpg", "modes/422.jpg", "modes/444.jpg"})
  void damagedOnesGiveAPictureOfTheHeadersSizeOrNothing(String path) throws IOException {
    byte[] whole = Resources.bytes(path);
    Random random = new Random(3);
    int left = 0;
    for (int i = 0; i < 400; i++) {
      byte[] damaged = whole.clone();
      for (int flips = random.nextInt(5); flips >= 0; flips--) {
        damaged[2 + random.nextInt(whole.length - 4)] ^= (byte) (1 << random.nextInt(8));
      }
      Optional<DecodedImage> fast = Optional.empty();
      try {
        fast = fast(damaged);
      } catch (ImageFormatException e) {
        assertTrue(e.getMessage().startsWith("picture: "), e.getMessage());
      }
      if (fast.isPresent()) {
        JpegMarkers markers = JpegMarkers.scan(damaged, LIMIT);
        assertEquals(markers.width(), fast.get().width());
        assertEquals(markers.height(), fast.get().height());
      } else {
        left++;
      }
    }
    assertTrue(left > 20 && left < 380, left + " were left to the JDK");
  }
}
