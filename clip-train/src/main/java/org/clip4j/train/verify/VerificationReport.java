package org.clip4j.train.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The outcome of a verification.
 *
 * @param parts in the order they were checked, at least one
 */
public record VerificationReport(List<Part> parts) {

  /** Copies the list. */
  public VerificationReport {
    parts = List.copyOf(parts);
  }

  /** All checks of all parts. */
  public List<Check> checks() {
    return parts.stream().flatMap(part -> part.checks().stream()).toList();
  }

  /** Whether all checks pass. */
  public boolean pass() {
    return parts.stream().allMatch(Part::pass);
  }

  /**
   * The report as a JSON object on one line: {@code pass} and {@code checks}, each with {@code
   * name}, {@code max_error}, {@code allowed} and {@code pass}; pictures also with {@code
   * differing} and {@code allowed_differing}, from 0 to 1, and some with a {@code note}. A {@code
   * max_error} that is no finite number is null.
   */
  public String toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("pass", pass());
    ArrayNode array = json.putArray("checks");
    for (Check check : checks()) {
      ObjectNode node = array.addObject();
      node.put("name", check.name());
      if (Double.isFinite(check.maxError())) {
        node.put("max_error", check.maxError());
      } else {
        node.putNull("max_error");
      }
      node.put("allowed", check.allowed());
      node.put("pass", check.pass());
      check
          .share()
          .ifPresent(
              share -> {
                node.put("differing", share.differing());
                node.put("allowed_differing", share.allowed());
              });
      if (!check.note().isEmpty()) {
        node.put("note", check.note());
      }
    }
    return json.toString();
  }
}
