package org.clip4j.train.verify;

import java.util.List;

/**
 * One part of a reference: a model, the losses, the texts or the pictures.
 *
 * @param name what the checks' names begin with
 * @param about in a few words, such as the number of parameters
 * @param checks at least one
 */
public record Part(String name, String about, List<Check> checks) {

  /** Copies the list. */
  public Part {
    checks = List.copyOf(checks);
  }

  /** Whether all checks pass. */
  public boolean pass() {
    return checks.stream().allMatch(Check::pass);
  }
}
