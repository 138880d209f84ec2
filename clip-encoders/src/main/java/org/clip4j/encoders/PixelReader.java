package org.clip4j.encoders;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clip4j.data.image.EvalTransform;
import org.clip4j.data.image.PreprocessConfig;

/** Decodes pictures and prepares them as a model wants them, on all processors. */
final class PixelReader {

  private final EvalTransform transform;
  private final int values;

  PixelReader(PreprocessConfig preprocess) {
    this.transform = new EvalTransform(preprocess);
    this.values = Math.multiplyExact(3 * transform.size(), transform.size());
  }

  /**
   * The pixels of some pictures.
   *
   * @return [pictures, 3, size, size], normalised, row-major
   * @throws IOException of the first picture that cannot be read
   */
  float[] read(List<? extends Picture> pictures) throws IOException {
    float[] pixels = new float[Math.multiplyExact(pictures.size(), values)];
    List<IOException> failures =
        IntStream.range(0, pictures.size())
            .parallel()
            .mapToObj(i -> read(pictures.get(i), pixels, i * values))
            .flatMap(Optional::stream)
            .toList();
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
    return pixels;
  }

  private Optional<IOException> read(Picture picture, float[] pixels, int offset) {
    try {
      transform.apply(picture.decode(), pixels, offset);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }
}
