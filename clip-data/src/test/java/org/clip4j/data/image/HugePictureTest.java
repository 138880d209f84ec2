package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Small files of large pictures: decoded in memory that their size explains, or refused by it. */
@Tag("long")
class HugePictureTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long CONSTANT = 4L << 20;

  /** Bytes a pixel, all that is garbage soon included. */
  private static final int PLAIN = 8;

  private static final int MOST = 16;

  /**
   * The picture, which took no more than so many bytes a pixel, all that was garbage included. The
   * second time counts: until they are compiled, vectors are objects.
   */
  private static RgbImage decode(byte[] file, int bytesPerPixel) throws IOException {
    ImageDecoder.decode(file, "huge");
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    RgbImage image = ImageDecoder.decode(file, "huge");
    long allocated = THREADS.getThreadAllocatedBytes(thread) - before;
    long pixels = (long) image.width() * image.height();
    assertTrue(
        allocated <= bytesPerPixel * pixels + CONSTANT,
        () -> allocated / (double) pixels + " bytes a pixel");
    assertTrue(allocated <= new PictureFile(file, "huge").decodingBytes() + CONSTANT);
    return image;
  }

  private static void assertIs(RgbImage image, int red, int green, int blue) {
    byte[] colour = {(byte) red, (byte) green, (byte) blue};
    byte[] rgb = image.rgb();
    for (int at : new int[] {0, rgb.length / 6 * 3, rgb.length - 3}) {
      assertArrayEquals(colour, new byte[] {rgb[at], rgb[at + 1], rgb[at + 2]});
    }
  }

  @Test
  void ofAHundredMegapixels() throws IOException {
    int side = 10_000;
    assertIs(decode(HugePictures.jpeg(side, side, 0xc0), PLAIN), 128, 128, 128);
    assertIs(decode(HugePictures.png(side, side, 1, 0), PLAIN), 0, 0, 0);
    assertIs(decode(HugePictures.png(side, side, 8, 3), PLAIN), 10, 20, 30);
    assertIs(decode(HugePictures.webp(side, side), PLAIN), 10, 20, 30);
  }

  /** What a pixel takes does not depend on how many there are. */
  @Test
  void ofEveryKind() throws IOException {
    int side = 2000;
    assertIs(decode(HugePictures.jpeg(side, side, 0xc2), PLAIN), 128, 128, 128);
    assertIs(decode(HugePictures.png(side, side, 8, 0), PLAIN), 0, 0, 0);
    assertIs(decode(HugePictures.png(side, side, 16, 0), MOST), 0, 0, 0);
    assertIs(decode(HugePictures.png(side, side, 8, 2), PLAIN), 0, 0, 0);
    assertIs(decode(HugePictures.png(side, side, 16, 2), MOST), 0, 0, 0);
    assertIs(decode(HugePictures.png(side, side, 8, 4), MOST), 0, 0, 0);
    assertIs(decode(HugePictures.png(side, side, 16, 4), MOST), 0, 0, 0);
    assertIs(decode(HugePictures.png(side, side, 8, 6), MOST), 0, 0, 0);
    assertIs(decode(HugePictures.png(side, side, 16, 6), MOST), 0, 0, 0);
  }

  @Test
  void onePixelTooManyIsRefusedBeforeAnyIsMade() throws IOException {
    byte[] gif = new byte[200];
    ByteBuffer.wrap(gif)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("GIF89a".getBytes(StandardCharsets.US_ASCII))
        .putShort((short) 10_001)
        .putShort((short) 10_000)
        .put(new byte[] {0, 0, 0, 0x2c, 0, 0, 0, 0})
        .putShort((short) 10_001)
        .putShort((short) 10_000);
    byte[] bmp = new byte[200];
    ByteBuffer.wrap(bmp)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {'B', 'M'})
        .putInt(14, 40)
        .putInt(18, 10_001)
        .putInt(22, 10_000);
    Map<String, byte[]> files =
        Map.of(
            "jpeg", HugePictures.jpeg(10_001, 10_000, 0xc0),
            "progressive", HugePictures.jpeg(10_001, 10_000, 0xc2),
            "png", HugePictures.png(10_001, 10_000, 1, 0),
            "webp", HugePictures.webp(10_001, 10_000),
            "gif", gif,
            "bmp", bmp);
    long thread = Thread.currentThread().getId();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      long before = THREADS.getThreadAllocatedBytes(thread);
      ImageFormatException e =
          assertThrows(
              ImageFormatException.class, () -> ImageDecoder.decode(file.getValue(), "huge"));
      long allocated = THREADS.getThreadAllocatedBytes(thread) - before;
      assertEquals(
          "huge: a picture of 10001x10000 pixels, more than the 100000000 that are allowed",
          e.getMessage(),
          file.getKey());
      assertTrue(allocated < 1 << 20, file.getKey() + ": " + allocated);
    }
  }

  /** The largest that a format can say. */
  @Test
  void theLargestOfEachFormatAreRefused() throws IOException {
    List<Callable<byte[]>> files =
        List.of(
            () -> HugePictures.webp(16_384, 16_384),
            () -> monsterPng(Integer.MAX_VALUE, Integer.MAX_VALUE),
            () -> monsterPng(-1, 2),
            () -> monsterPng(100_000_000, 1));
    for (Callable<byte[]> file : files) {
      assertThrows(ImageFormatException.class, () -> ImageDecoder.decode(file.call(), "monster"));
    }
  }

  private static byte[] monsterPng(int width, int height) throws IOException {
    byte[] png = HugePictures.png(1, 1, 8, 0);
    ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    CRC32 sum = new CRC32();
    sum.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());
    return png;
  }
}
