package org.clip4j.data.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.clip4j.core.json.JsonKey;

/**
 * Samples whose JSON has a certain value under a key. Texts are equal if they are the same to the
 * letter, numbers if they are the same number; a text is not a number, whatever it says. What is
 * null counts as not there.
 *
 * @param key where to look
 * @param values one of which it is to be; any where there are none
 * @param min the least number, or null
 * @param max the most, or null
 * @param optional whether a sample passes in which there is nothing under the key
 */
public record JsonFilter(
    JsonKey key, List<JsonNode> values, Double min, Double max, boolean optional)
    implements PairFilter {

  /** Checks that something can pass. */
  public JsonFilter {
    values = List.copyOf(values);
    new Range(min, max);
  }

  @Override
  public String name() {
    String one = values.stream().map(JsonNode::toString).collect(Collectors.joining(", "));
    Range range = new Range(min, max);
    return "json "
        + key.name()
        + (values.isEmpty() ? "" : values.size() == 1 ? " " + one : " one of " + one)
        + (range.isOpen() ? "" : " " + range);
  }

  @Override
  public boolean keeps(PairFacts pair) {
    JsonNode found = key.in(pair.json());
    if (found.isMissingNode() || found.isNull()) {
      return optional;
    }
    Range range = new Range(min, max);
    return (values.isEmpty() || values.stream().anyMatch(value -> isSame(value, found)))
        && (range.isOpen() || found.isNumber() && range.contains(found.doubleValue()));
  }

  private static boolean isSame(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.isIntegralNumber() && b.isIntegralNumber()
          ? a.bigIntegerValue().equals(b.bigIntegerValue())
          : a.doubleValue() == b.doubleValue();
    }
    return a.equals(b);
  }
}
