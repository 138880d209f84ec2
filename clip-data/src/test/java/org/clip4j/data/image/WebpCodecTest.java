package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every WebP gives the very samples that Pillow reads from it. */
class WebpCodecTest {
  @TestFactory
  List<DynamicTest> samplesArePillows() throws IOException {
    Map<String, byte[]> files = Resources.zip("webp.zip");
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : files.entrySet()) {
      String name = entry.getKey().substring(0, entry.getKey().indexOf('.'));
      PixelMode mode = entry.getKey().endsWith(".RGBA") ? PixelMode.RGBA : PixelMode.RGB;
      if (!entry.getKey().endsWith(".webp")) {
        byte[] file = files.get(name + ".webp");
        tests.add(DynamicTest.dynamicTest(name, () -> agrees(file, mode, entry.getValue())));
      }
    }
    assertTrue(tests.size() > 100, "reference pictures are missing");
    return tests;
  }

  private static void agrees(byte[] file, PixelMode mode, byte[] expected) throws IOException {
    DecodedImage picture = decode(file);
    assertEquals(mode, picture.mode());
    Levels.assertClose(expected, picture.samples(), 0, 0, mode.name());
  }

  private static DecodedImage decode(byte[] file) throws IOException {
    return ImageDecoder.decodeKeepingMode(file, "it", 1_000_000);
  }

  private static void refused(byte[] file, String why) {
    ImageFormatException e = assertThrows(ImageFormatException.class, () -> decode(file));
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  @Test
  void refusesCanvasesBeyondTheLimit() throws IOException {
    byte[] file = Resources.zip("webp.zip").get("alpha-ramp-50-4.webp");
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putShort(24, (short) 60000);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putShort(27, (short) 60000);
    refused(file, "60001x60001");
  }

  @Test
  void refusesFramesBeyondTheirCanvas() throws IOException {
    byte[] file = Resources.zip("webp.zip").get("moved-alpha.webp");
    int frame = new String(file, StandardCharsets.ISO_8859_1).indexOf("ANMF") + 8;
    file[frame] = 90;
    refused(file, "on a canvas of 59x40");
  }

  @Test
  void refusesPicturesThatAreNotTheirCanvas() throws IOException {
    byte[] file = Resources.zip("webp.zip").get("alpha-ramp-50-4.webp");
    file[24]++;
    refused(file, "on a canvas of 51x33");
  }

  @Test
  void refusesChunksThatDoNotFit() throws IOException {
    byte[] file = Resources.zip("webp.zip").get("profile-exif.webp");
    int exif = new String(file, StandardCharsets.ISO_8859_1).indexOf("EXIF") + 4;
    file[exif + 2] = 1;
    refused(file, "a chunk does not fit");
  }
}
