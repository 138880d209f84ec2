package org.clip4j.encoders;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.clip4j.encoders.config.VisionConfig;

/** Which patches of some pictures an image encoder looks at: of each picture equally many. */
public final class KeptPatches {

  private final int patches;
  private final int[][] ofPicture;

  private KeptPatches(int patches, int[][] ofPicture) {
    this.patches = patches;
    this.ofPicture = ofPicture;
  }

  /** All patches, as outside of training. */
  public static KeptPatches all(VisionConfig config, int pictures) {
    int[] every = IntStream.range(0, config.patches()).toArray();
    int[][] ofPicture = new int[pictures][];
    Arrays.fill(ofPicture, every);
    return new KeptPatches(config.patches(), ofPicture);
  }

  /**
   * Given patches.
   *
   * @param config of the encoder
   * @param ofPicture the patches of each picture, counted row by row from the upper left, ascending
   * @throws IllegalArgumentException if pictures keep none, or not equally many, or one that is not
   *     there, or one twice
   */
  public static KeptPatches of(VisionConfig config, int[][] ofPicture) {
    int[][] copy = Arrays.stream(ofPicture).map(int[]::clone).toArray(int[][]::new);
    for (int i = 0; i < copy.length; i++) {
      if (copy[i].length == 0 || copy[i].length != copy[0].length) {
        throw new IllegalArgumentException(
            "Picture " + i + " keeps " + copy[i].length + " patches; all are to keep as many");
      }
      int before = -1;
      for (int patch : copy[i]) {
        if (patch <= before || patch >= config.patches()) {
          throw new IllegalArgumentException(
              "Picture "
                  + i
                  + " keeps "
                  + Arrays.toString(copy[i])
                  + "; expected patches from 0 to "
                  + (config.patches() - 1)
                  + ", ascending");
        }
        before = patch;
      }
    }
    return new KeptPatches(config.patches(), copy);
  }

  /** Number of pictures. */
  public int pictures() {
    return ofPicture.length;
  }

  /** Patches that each picture keeps; 0 where there are no pictures. */
  public int perPicture() {
    return ofPicture.length == 0 ? 0 : ofPicture[0].length;
  }

  /** The patch of a picture that is kept as its {@code i}th. */
  public int patch(int picture, int i) {
    return ofPicture[picture][i];
  }

  /** Whether nothing is left out. */
  boolean isAll() {
    return perPicture() == patches;
  }

  /** The rows of what is kept among all patches of all pictures. */
  int[] rows() {
    int keep = perPicture();
    int[] rows = new int[Math.multiplyExact(pictures(), keep)];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = r / keep * patches + ofPicture[r / keep][r % keep];
    }
    return rows;
  }
}
