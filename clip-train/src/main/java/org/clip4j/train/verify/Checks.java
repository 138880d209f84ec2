package org.clip4j.train.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the checks of one part. */
final class Checks {

  private final String part;
  private final List<Check> list = new ArrayList<>();

  Checks(String part) {
    this.part = part;
  }

  List<Check> list() {
    return list;
  }

  String name(String name) {
    return part + "/" + name;
  }

  void add(Check check) {
    list.add(check);
  }

  void fail(String name, Kind kind, double allowed, String note) {
    list.add(Check.failed(name(name), kind, allowed, note));
  }

  void unchecked(String name, String note) {
    fail(name, Kind.UNCHECKED, 0, note);
  }

  /** Differences as they are. */
  void absolute(String name, Kind kind, Values expected, Values actual, double allowed) {
    relative(name, kind, expected, actual, allowed, 1);
  }

  /** Differences in parts of the expected tensor's largest entry. */
  void ofLargest(String name, Kind kind, Values expected, Values actual, double allowed) {
    relative(name, kind, expected, actual, allowed, expected.largest());
  }

  /** Differences in parts of the expected tensor's largest entry where that is above 1. */
  void ofLargestOrOne(String name, Kind kind, Values expected, Values actual, double allowed) {
    relative(name, kind, expected, actual, allowed, Math.max(1, expected.largest()));
  }

  private void relative(
      String name, Kind kind, Values expected, Values actual, double allowed, double unit) {
    if (!actual.hasShapeOf(expected)) {
      fail(
          name,
          kind,
          allowed,
          "the reference is "
              + Arrays.toString(expected.shape())
              + ", here it is "
              + Arrays.toString(actual.shape()));
      return;
    }
    double difference = actual.largestDifference(expected);
    list.add(Check.of(name(name), kind, difference == 0 ? 0 : difference / unit, allowed));
  }
}
