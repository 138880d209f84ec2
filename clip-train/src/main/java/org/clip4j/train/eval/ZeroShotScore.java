package org.clip4j.train.eval;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well classes are told by prompts.
 *
 * @param top1 the right class came first
 * @param top5 the right class came among the first five
 * @param classes how many classes there were
 */
public record ZeroShotScore(Rate top1, Rate top5, int classes) {

  @JsonValue
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    top1.describe(json, "top1");
    top5.describe(json, "top5");
    json.put("images", top1.trials());
    json.put("classes", classes);
    return json;
  }
}
