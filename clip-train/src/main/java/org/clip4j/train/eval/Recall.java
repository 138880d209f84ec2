package org.clip4j.train.eval;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often a query's own counterpart is found among the first k.
 *
 * @param at1 recall@1
 * @param at5 recall@5
 * @param at10 recall@10
 */
public record Recall(Rate at1, Rate at5, Rate at10) {

  @JsonValue
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    at1.describe(json, "recall1");
    at5.describe(json, "recall5");
    at10.describe(json, "recall10");
    json.put("queries", at1.trials());
    return json;
  }
}
