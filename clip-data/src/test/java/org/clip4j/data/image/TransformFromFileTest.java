package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import org.clip4j.core.random.DeterministicRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture that is prepared straight from its file against the one that is decoded first. */
class TransformFromFileTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "golden/photo.jpg",
        "golden/grey.jpg",
        "modes/420.jpg",
        "modes/422.jpg",
        "modes/444.jpg",
        "modes/cmyk.jpg",
        "modes/progressive.jpg"
      })
  void theValuesAreTheSame(String path) throws IOException {
    byte[] bytes = Resources.bytes(path);
    RgbImage image = new PictureFile(bytes, path).decode();
    // The crop of some is as wide or as high as the result, where a pass is left out.
    for (int size = 1; size <= Math.max(image.width(), image.height()) + 3; size += 5) {
      compare(new TrainTransform(PreprocessConfig.clip(size)), bytes, image, size);
    }
    compare(new TrainTransform(PreprocessConfig.clip(image.height())), bytes, image, 1);
    compare(new EvalTransform(PreprocessConfig.clip(32)), bytes, image, 0);
    AugmentConfig more = AugmentConfig.builder().flip(1).build();
    compare(new TrainTransform(PreprocessConfig.clip(24), more), bytes, image, 2);
  }

  private static void compare(ImageTransform transform, byte[] bytes, RgbImage image, int seed)
      throws IOException {
    int length = 3 * transform.size() * transform.size();
    float[] expected = new float[length + 7];
    float[] actual = new float[length + 7];
    Arrays.fill(actual, Float.NaN);
    Arrays.fill(expected, Float.NaN);
    DeterministicRandom first = DeterministicRandom.of(3, seed);
    DeterministicRandom second = DeterministicRandom.of(3, seed);
    transform.apply(image, first, expected, 4);
    transform.apply(new PictureFile(bytes, "picture"), second, actual, 4);
    assertArrayEquals(expected, actual, "size " + transform.size());
    assertEquals(first.state(), second.state());
  }

  @ParameterizedTest
  @ValueSource(strings = {"golden/photo.jpg", "modes/progressive.jpg"})
  void whatCannotBeReadOrWrittenSaysSo(String path) throws IOException {
    byte[] bytes = Resources.bytes(path);
    TrainTransform transform = new TrainTransform(PreprocessConfig.clip(8));
    DeterministicRandom random = DeterministicRandom.of(1, 1);
    PictureFile whole = new PictureFile(bytes, "picture");
    PictureFile cut = new PictureFile(Arrays.copyOf(bytes, 100), "picture");
    assertThrows(
        IndexOutOfBoundsException.class, () -> transform.apply(whole, random, new float[191], 0));
    assertThrows(ImageFormatException.class, () -> transform.apply(cut, random, new float[192], 0));
  }
}
