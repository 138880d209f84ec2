package org.clip4j.train.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** Fails what a reference should hold and does not. */
  void missing(Collection<String> names, Reference reference) {
    uncheckedRest(
        names.stream().filter(name -> !reference.has(name)).toList(),
        "missing from " + reference.file());
  }

  /** Fails whatever of these has no check yet. */
  void uncheckedRest(Collection<String> names, String note) {
    Set<String> checked = list.stream().map(Check::name).collect(Collectors.toSet());
    for (String name : names) {
      if (!checked.contains(name(name))) {
        unchecked(name, note);
      }
    }
  }

  /** Differences as they are. */
  void absolute(String name, Kind kind, Values expected, Values actual, double allowed) {
    relative(name, kind, expected, actual, allowed, 1);
  }

  /** Differences in parts of the expected tensor's largest entry. */
  void ofLargest(String name, Kind kind, Values expected, Values actual, double allowed) {
    relative(name, kind, expected, actual, allowed, expected.largest());
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
