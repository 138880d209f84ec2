package org.clip4j.examples.emoji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.image.RgbImage;
import org.junit.jupiter.api.Test;

class PixelNearestNeighbourTest {

  private static EmojiPicture picture(String caption, int size, byte[] rgb) {
    return new EmojiPicture("set", caption, caption, "", new RgbImage(size, size, rgb));
  }

  private static EmojiPicture noise(String caption, int size, DeterministicRandom random) {
    byte[] rgb = new byte[3 * size * size];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) random.nextInt(256);
    }
    return picture(caption, size, rgb);
  }

  private static EmojiPicture flat(String caption, int value) {
    byte[] rgb = new byte[3 * 16 * 16];
    Arrays.fill(rgb, (byte) value);
    // One pixel apart, so that the flat ones differ in direction and not only in length.
    rgb[0] = 0;
    return picture(caption, 16, rgb);
  }

  /** The definition, in double precision and a loop: mean, round, cosine, best of each name. */
  private static List<String> naive(List<EmojiPicture> training, EmojiPicture asked, int count) {
    Map<String, Double> best = new HashMap<>();
    double[] a = cells(asked);
    for (EmojiPicture picture : training) {
      double[] b = cells(picture);
      double dot = 0;
      double aa = 0;
      double bb = 0;
      for (int i = 0; i < a.length; i++) {
        dot += a[i] * b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
      }
      best.merge(picture.caption(), dot / Math.sqrt(aa) / Math.sqrt(bb), Math::max);
    }
    return best.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> -entry.getValue()))
        .limit(count)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static double[] cells(EmojiPicture picture) {
    int size = picture.image().width();
    int side = size / 16;
    double[] cells = new double[768];
    for (int row = 0; row < 16; row++) {
      for (int column = 0; column < 16; column++) {
        for (int channel = 0; channel < 3; channel++) {
          double sum = 0;
          for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
              int at = 3 * ((row * side + y) * size + column * side + x) + channel;
              sum += 255 - Byte.toUnsignedInt(picture.image().rgb()[at]);
            }
          }
          cells[3 * (16 * row + column) + channel] = Math.floor(sum / (side * side) + 0.5);
        }
      }
    }
    return cells;
  }

  @Test
  void asTheDefinitionSays() {
    DeterministicRandom random = DeterministicRandom.of(7, "pictures");
    List<EmojiPicture> training = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      training.add(noise("name " + i % 20, 32, random));
    }
    List<EmojiPicture> asked = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      asked.add(noise("name " + i % 20, 32, random));
    }
    Set<String> classes = new HashSet<>();
    training.forEach(picture -> classes.add(picture.caption()));
    List<List<String>> nearest = new PixelNearestNeighbour(training, classes).nearest(asked, 5);
    assertEquals(asked.size(), nearest.size());
    for (int i = 0; i < asked.size(); i++) {
      assertEquals(naive(training, asked.get(i), 5), nearest.get(i));
    }
  }

  @Test
  void countsHitsAmongTheClassesAlone() {
    List<EmojiPicture> training =
        List.of(flat("grey", 128), flat("pale", 200), flat("other", 201), flat("dark", 20));
    PixelNearestNeighbour baseline =
        new PixelNearestNeighbour(training, Set.of("grey", "pale", "dark"));
    PixelNearestNeighbour.Result result =
        baseline.evaluate(List.of(flat("pale", 201), flat("dark", 126), flat("lost", 20)));
    assertEquals(
        List.of(
            List.of("pale", "grey", "dark"),
            List.of("grey", "dark", "pale"),
            List.of("dark", "grey", "pale")),
        result.nearest());
    assertEquals(3, result.pictures());
    assertEquals(1, result.top1());
    assertEquals(2, result.top5());
  }

  @Test
  void ofEqualsTheFirstByName() {
    PixelNearestNeighbour baseline =
        new PixelNearestNeighbour(List.of(flat("b", 9), flat("a", 9)), Set.of("a", "b"));
    assertEquals(List.of(List.of("a", "b")), baseline.nearest(List.of(flat("x", 9)), 2));
  }

  @Test
  void sizesThatDoNotDivideAreRefused() {
    EmojiPicture odd = picture("odd", 17, new byte[3 * 17 * 17]);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new PixelNearestNeighbour(List.of(odd), Set.of("odd")));
    assertEquals(
        "set:odd: width and height must be multiples of 16 pixels, got 17x17", e.getMessage());
  }
}
