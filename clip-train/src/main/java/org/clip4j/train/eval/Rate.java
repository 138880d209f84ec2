package org.clip4j.train.eval;

import java.util.Map;

/**
 * How often something was right, beside how often a blind guess would be.
 *
 * @param hits how many were right
 * @param trials how many were asked, at least one
 * @param chance the fraction that guessing would get right, from 0 to 1
 */
public record Rate(int hits, int trials, double chance) {

  /** Checks that hits are among trials. */
  public Rate {
    if (trials < 1 || hits < 0 || hits > trials) {
      throw new IllegalArgumentException("No rate: " + hits + " hits in " + trials + " trials");
    }
    if (!(chance >= 0 && chance <= 1)) {
      throw new IllegalArgumentException("Chance lies between 0 and 1, not at " + chance);
    }
  }

  /** The fraction that was right, from 0 to 1. */
  public double value() {
    return (double) hits / trials;
  }

  /** Where the true rate lies. */
  public WilsonInterval interval() {
    return WilsonInterval.of(hits, trials);
  }

  /** Writes value, interval and chance side by side, the value under the bare name. */
  void describe(Map<String, Object> json, String name) {
    json.put(name, value());
    json.put(name + "_interval", interval());
    json.put(name + "_chance", chance);
  }
}
