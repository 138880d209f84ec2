package org.clip4j.train.eval;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All figures of an evaluation, as {@code eval.json} holds them: nested, fractions from 0 to 1.
 *
 * @param zeroShot over all names
 * @param zeroShotCategories over coarse categories, if there are any
 * @param retrieval recall in both directions, if measured
 * @param pixelNn the pixel nearest-neighbour baseline, if measured
 * @param seconds how long the run took, evaluation included
 */
public record EvalResult(
    ZeroShotScore zeroShot,
    Optional<ZeroShotScore> zeroShotCategories,
    Optional<RetrievalScore> retrieval,
    Optional<BaselineScore> pixelNn,
    double seconds) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Checks the duration. */
  public EvalResult {
    if (!(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("A run cannot take " + seconds + " seconds");
    }
  }

  /** What guessing would get right of {@link #zeroShot()} at first try. */
  public double chance() {
    return zeroShot.top1().chance();
  }

  @JsonValue
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("zero_shot", zeroShot);
    zeroShotCategories.ifPresent(score -> json.put("zero_shot_categories", score));
    retrieval.ifPresent(score -> json.put("retrieval", score));
    pixelNn.ifPresent(score -> json.put("pixel_nn", score));
    json.put("chance", chance());
    json.put("seconds", seconds);
    return json;
  }

  /**
   * Writes the file; an older one stays whole until the new one is.
   *
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(aside, JSON.writeValueAsString(this) + "\n");
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
