package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no picture, or claims to be a monstrous one, is refused by name. */
class ImageDecoderTest {
  private static ImageFormatException refused(byte[] bytes) {
    ImageFormatException e =
        assertThrows(
            ImageFormatException.class, () -> ImageDecoder.decode(bytes, "shard-3/cat.png"));
    assertTrue(e.getMessage().startsWith("shard-3/cat.png: "), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    assertFalse(e.getMessage().contains("Exception"), e.getMessage());
    assertEquals("shard-3/cat.png: " + e.problem(), e.getMessage());
    return e;
  }

  @Test
  void refusesWhatIsNoPicture() {
    assertTrue(refused(new byte[0]).getMessage().contains("empty"));
    refused("<html>404</html>".getBytes(StandardCharsets.UTF_8));
    refused(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});
    refused("GIF89a".getBytes(StandardCharsets.UTF_8));
    refused("BM".getBytes(StandardCharsets.UTF_8));
    refused("RIFF....WEBP".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "golden/photo.jpg",
        "golden/alpha.png",
        "golden/palette.png",
        "golden/picture.webp",
        "modes/progressive.jpg",
        "modes/plain.gif",
        "modes/animated.gif",
        "modes/rgb.bmp",
        "modes/lossy.webp"
      })
  void refusesEveryTruncation(String path) throws IOException {
    byte[] whole = Resources.bytes(path);
    ImageDecoder.decode(whole, path);
    // The last bytes may be a trailer that no pixel needs.
    for (int length = 0; length < whole.length * 9 / 10; length += 1 + whole.length / 23) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (!path.endsWith("animated.gif") || length < 300) {
        refused(cut);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "modes/422.jpg", "modes/progressive.jpg", "modes/cmyk.jpg", "modes/grey-alpha.png",
            "modes/palette4.png",
        "modes/rgb16.png", "modes/moved.gif", "modes/palette.bmp", "modes/rgba.bmp",
            "modes/lossy.webp",
        "modes/lossless-alpha.webp", "modes/lossy-alpha.webp", "modes/animated.webp"
      })
  void flippedBitsGiveAPictureOrAnExceptionThatNamesIt(String path) throws IOException {
    byte[] whole = Resources.bytes(path);
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 150; i++) {
      byte[] damaged = whole.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        // Half of them in the headers, where they do most harm.
        int at = random.nextInt(random.nextBoolean() ? Math.min(90, whole.length) : whole.length);
        damaged[at] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        RgbImage image = ImageDecoder.decode(damaged, path, 4_000_000);
        assertTrue((long) image.width() * image.height() <= 4_000_000);
      } catch (ImageFormatException e) {
        assertTrue(e.getMessage().startsWith(path + ": "), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 0);
  }

  @Test
  void refusesMonstersByTheirHeaders() throws IOException {
    byte[] png = Resources.bytes("golden/exact.png");
    CRC32 sum = new CRC32();
    ByteBuffer.wrap(png).putInt(16, 60000).putInt(20, 60000);
    sum.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());
    assertTrue(refused(png).getMessage().contains("60000x60000"));

    byte[] jpeg = Resources.bytes("golden/photo.jpg");
    int frame = 0;
    while ((jpeg[frame] & 0xff) != 0xff || (jpeg[frame + 1] & 0xff) != 0xc0) {
      frame++;
    }
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 60000).putShort(frame + 7, (short) 60000);
    assertTrue(refused(jpeg).getMessage().contains("60000x60000"));

    byte[] gif = Resources.bytes("modes/plain.gif");
    ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN).putInt(6, 60000 << 16 | 60000);
    assertTrue(refused(gif).getMessage().contains("60000x60000"));

    byte[] bmp = Resources.bytes("modes/rgb.bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 60000).putInt(22, 60000);
    assertTrue(refused(bmp).getMessage().contains("60000x60000"));
  }

  @Test
  void sizeLimitIsTheCallers() throws IOException {
    byte[] bytes = Resources.bytes("golden/exact.png");
    assertEquals(64, ImageDecoder.decode(bytes, "exact", 64 * 64).width());
    assertThrows(
        ImageFormatException.class, () -> ImageDecoder.decode(bytes, "exact", 64 * 64 - 1));
    assertThrows(IllegalArgumentException.class, () -> ImageDecoder.decode(bytes, "exact", 0));
  }

  @Test
  void flippedPixelBitOfPngIsFound() throws IOException {
    byte[] png = Resources.bytes("golden/exact.png");
    png[png.length / 2] ^= 4;
    assertTrue(refused(png).getMessage().contains("check sum"));
  }

  @Test
  void interlacedPngIsThatPicture() throws IOException {
    RgbImage image = ImageDecoder.decode(Resources.bytes("golden/tiny.png"), "tiny");
    BufferedImage buffered =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < image.width() * image.height(); i++) {
      byte[] rgb = image.rgb();
      int colour =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
      buffered.setRGB(i % image.width(), i / image.width(), colour);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.write(null, new IIOImage(buffered, null, null), param);
    } finally {
      writer.dispose();
    }
    assertEquals(1, bytes.toByteArray()[28], "interlaced");
    assertArrayEquals(image.rgb(), ImageDecoder.decode(bytes.toByteArray(), "interlaced").rgb());
  }

  @Test
  void colourProfilesAreNotLookedAt() throws IOException {
    byte[] plain = Resources.bytes("golden/photo.jpg");
    byte[] profile = new byte[300];
    new Random(1).nextBytes(profile);
    byte[] name = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(name, 0, profile, 4, name.length);
    ByteBuffer.wrap(profile).putShort((short) 0xffe2).putShort((short) (profile.length - 2));
    ByteArrayOutputStream with = new ByteArrayOutputStream();
    with.write(plain, 0, 2);
    with.writeBytes(profile);
    with.write(plain, 2, plain.length - 2);
    byte[] before = with.toByteArray().clone();
    byte[] bytes = with.toByteArray();
    assertArrayEquals(
        ImageDecoder.decode(plain, "plain").rgb(),
        ImageDecoder.decode(bytes, "with profile").rgb());
    assertArrayEquals(before, bytes, "the caller's bytes stay as they are");
  }
}
