package org.clip4j.train.eval;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A baseline without a model: the caption of the stored picture whose pixels are nearest.
 *
 * @param top1 that caption was right
 * @param stored how many pictures it keeps and compares with
 */
public record BaselineScore(Rate top1, int stored) {

  @JsonValue
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    top1.describe(json, "top1");
    json.put("images", top1.trials());
    json.put("stored", stored);
    return json;
  }
}
