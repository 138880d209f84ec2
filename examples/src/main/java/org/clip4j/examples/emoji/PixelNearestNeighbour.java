package org.clip4j.examples.emoji;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The baseline without learning: a picture takes the names of the training pictures that look most
 * like it, pixel by pixel.
 *
 * <p>Pictures are averaged down to 16 x 16, which forgives lines that do not meet, and compared by
 * the cosine of their ink (255 - value), which forgives paler colours. On these sets that is the
 * strongest of the plain choices (64 x 64, 32 x 32, 16 x 16 and 8 x 8, by distance or by cosine): a
 * baseline should be hard to beat. As in zero-shot classification, only pictures whose name is one
 * of the classes are compared with.
 *
 * <p>Ink is whole numbers and their products add up exactly, so the answer depends neither on
 * threads nor on the machine.
 */
public final class PixelNearestNeighbour {

  private static final int GRID = 16;
  private static final int FEATURES = 3 * GRID * GRID;

  /** Questions asked together, so that a training picture is fetched from memory once for all. */
  private static final int BLOCK = 8;

  private final List<String> names;
  private final int[] nameOf;
  private final int[][] ink;
  private final double[] length;

  /**
   * Remembers the training pictures.
   *
   * @param training pictures whose sizes are multiples of 16
   * @param classes the names to choose from; pictures of other names are not remembered
   */
  public PixelNearestNeighbour(List<EmojiPicture> training, Set<String> classes) {
    List<EmojiPicture> kept =
        training.stream().filter(picture -> classes.contains(picture.caption())).toList();
    Set<String> sorted = new TreeSet<>();
    kept.forEach(picture -> sorted.add(picture.caption()));
    names = List.copyOf(sorted);
    nameOf = new int[kept.size()];
    ink = new int[kept.size()][];
    length = new double[kept.size()];
    for (int i = 0; i < ink.length; i++) {
      nameOf[i] = Collections.binarySearch(names, kept.get(i).caption());
      ink[i] = ink(kept.get(i));
      length[i] = Math.sqrt(dot(ink[i], ink[i]));
    }
  }

  /**
   * How often the nearest name, and one of the five nearest, is the right one.
   *
   * @param pictures how many were asked for
   * @param top1 how many were right at once
   * @param top5 how many were right among five different names
   * @param nearest each picture's five nearest names, best first
   */
  public record Result(int pictures, int top1, int top5, List<List<String>> nearest) {}

  /** Asks for all held-out pictures. */
  public Result evaluate(List<EmojiPicture> heldOut) {
    List<List<String>> nearest = nearest(heldOut, 5);
    int top1 = 0;
    int top5 = 0;
    for (int i = 0; i < heldOut.size(); i++) {
      int rank = nearest.get(i).indexOf(heldOut.get(i).caption());
      top1 += rank == 0 ? 1 : 0;
      top5 += rank >= 0 ? 1 : 0;
    }
    return new Result(heldOut.size(), top1, top5, nearest);
  }

  /** The nearest {@code count} different names of each picture, best first. */
  public List<List<String>> nearest(List<EmojiPicture> pictures, int count) {
    int blocks = (pictures.size() + BLOCK - 1) / BLOCK;
    return IntStream.range(0, blocks)
        .parallel()
        .mapToObj(
            b ->
                ofBlock(
                    pictures.subList(b * BLOCK, Math.min(pictures.size(), (b + 1) * BLOCK)), count))
        .toList()
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private List<List<String>> ofBlock(List<EmojiPicture> pictures, int count) {
    int[][] questions = pictures.stream().map(PixelNearestNeighbour::ink).toArray(int[][]::new);
    double[][] best = new double[questions.length][names.size()];
    for (int i = 0; i < ink.length; i++) {
      for (int q = 0; q < questions.length; q++) {
        // The question's own length is the same for all, and so left out.
        double score = length[i] == 0 ? 0 : dot(questions[q], ink[i]) / length[i];
        best[q][nameOf[i]] = Math.max(best[q][nameOf[i]], score);
      }
    }
    List<List<String>> nearest = new ArrayList<>();
    for (double[] scores : best) {
      nearest.add(
          IntStream.range(0, scores.length)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer n) -> -scores[n]).thenComparing(n -> n))
              .limit(count)
              .map(names::get)
              .toList());
    }
    return nearest;
  }

  private static int dot(int[] a, int[] b) {
    int sum = 0;
    for (int i = 0; i < FEATURES; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Mean ink of each cell of the grid, rounded, by channel: 0 for white to 255. */
  static int[] ink(EmojiPicture picture) {
    int width = picture.image().width();
    int height = picture.image().height();
    if (width % GRID != 0 || height % GRID != 0) {
      throw new IllegalArgumentException(
          picture.set()
              + ":"
              + picture.icon()
              + ": width and height must be multiples of "
              + GRID
              + " pixels, got "
              + width
              + "x"
              + height);
    }
    byte[] rgb = picture.image().rgb();
    int[] ink = new int[FEATURES];
    int across = width / GRID;
    int down = height / GRID;
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      ink[3 * (y / down * GRID + x / across) + i % 3] += 255 - (rgb[i] & 0xff);
    }
    int cell = across * down;
    for (int i = 0; i < FEATURES; i++) {
      ink[i] = (ink[i] + cell / 2) / cell;
    }
    return ink;
  }
}
