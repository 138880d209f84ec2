package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each way of storing a pixel: converted to RGB, and through each resize mode, as Pillow and
 * open_clip do it.
 */
class PixelModesTest {
  @TestFactory
  List<DynamicTest> everyModeAndFormat() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : Resources.zip("modes/levels.zip").entrySet()) {
      tests.add(
          DynamicTest.dynamicTest(
              entry.getKey(), () -> agrees(entry.getKey().split("\\."), entry.getValue())));
    }
    assertTrue(tests.size() > 100, "reference pictures are missing");
    return tests;
  }

  /**
   * @param name {@code rgb.NAME.TYPE}, {@code SIZE.NAME.TYPE}, {@code longest.SIZE.NAME.TYPE} or
   *     {@code squash...}
   */
  private static void agrees(String[] name, byte[] expected) throws IOException {
    String type = name[name.length - 1];
    DecodedImage picture = Resources.picture("modes/" + name[name.length - 2] + "." + type);
    byte[] actual =
        switch (name[0]) {
          case "rgb" -> picture.toRgb().rgb();
          case "longest" -> square(picture, name[1], ResizeFilter.BICUBIC, ResizeMode.LONGEST);
          case "squash" -> square(picture, name[1], ResizeFilter.BILINEAR, ResizeMode.SQUASH);
          default -> square(picture, name[0], ResizeFilter.BICUBIC, ResizeMode.SHORTEST);
        };
    if (type.equals("jpg")) {
      Levels.assertClose(expected, actual, 2, 0.01, String.join(".", name));
    } else {
      Levels.assertClose(expected, actual, 0, 0, String.join(".", name));
    }
    assertEquals(
        picture.samples().length, picture.mode().bands() * picture.width() * picture.height());
  }

  private static byte[] square(
      DecodedImage picture, String size, ResizeFilter filter, ResizeMode mode) {
    PreprocessConfig clip = PreprocessConfig.clip(Integer.parseInt(size));
    PreprocessConfig config =
        new PreprocessConfig(clip.size(), clip.mean(), clip.std(), filter, mode, 7);
    return new EvalTransform(config).square(picture).rgb();
  }
}
