package org.clip4j.data.image;

/**
 * {@link RgbAcross} in plain loops.
 *
 * @param source what is read
 * @param columns what each column of the result is made of
 */
record PlainAcross(Plane source, Taps columns) implements RgbAcross {
  @Override
  public void run(int row, int end, int[][] sums) {
    for (int i = 0; i < Math.min(ROWS, end - row); i++) {
      row(source.samples(), source.at(row + i), sums[i]);
    }
  }

  private void row(byte[] samples, int start, int[] sums) {
    int[] weights = columns.weights();
    int at = 0;
    for (int x = 0; x < columns.size(); x++) {
      int weight = columns.weightsAt(x);
      int end = start + 3 * columns.end(x);
      int red = 0;
      int green = 0;
      int blue = 0;
      for (int i = start + 3 * columns.first(x); i < end; i += 3) {
        int w = weights[weight++];
        red += w * (samples[i] & 0xff);
        green += w * (samples[i + 1] & 0xff);
        blue += w * (samples[i + 2] & 0xff);
      }
      sums[at++] = red;
      sums[at++] = green;
      sums[at++] = blue;
    }
  }
}
