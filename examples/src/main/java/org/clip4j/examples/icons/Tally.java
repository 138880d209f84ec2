package org.clip4j.examples.icons;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.clip4j.core.Sha256;
import org.clip4j.examples.iconify.Drawing;
import org.clip4j.examples.iconify.IconSet;
import org.clip4j.examples.iconify.LeftOut;

/** Counts what becomes of the icons, for the card. */
final class Tally {

  private final Map<String, IconSet> sets = new LinkedHashMap<>();
  private final Map<String, Integer> pairs = new HashMap<>();
  private final Map<String, Map<LeftOut, Integer>> leftOut = new HashMap<>();
  private final Set<String> captions = new HashSet<>();
  private final MessageDigest fingerprint = Sha256.digest();
  private int total;

  Tally(List<IconSet> sets) {
    for (IconSet set : sets) {
      this.sets.put(set.name(), set);
      pairs.put(set.name(), 0);
      Map<LeftOut, Integer> reasons = new EnumMap<>(LeftOut.class);
      reasons.putAll(set.leftOut());
      leftOut.put(set.name(), reasons);
    }
  }

  void pair(Drawing drawing) {
    pairs.merge(drawing.set(), 1, Integer::sum);
    captions.add(drawing.caption());
    fingerprint.update((drawing.hash() + "\n").getBytes(StandardCharsets.UTF_8));
    total++;
  }

  void leftOut(Drawing drawing, LeftOut why) {
    leftOut.get(drawing.set()).merge(why, 1, Integer::sum);
  }

  int pairs() {
    return total;
  }

  int captions() {
    return captions.size();
  }

  /** Ends the counting. */
  String fingerprint() {
    return Sha256.hex(fingerprint);
  }

  Map<String, Integer> licenses() {
    Map<String, Integer> licenses = new TreeMap<>();
    pairs.forEach(
        (set, count) -> {
          if (count > 0) {
            licenses.merge(sets.get(set).license().spdx(), count, Integer::sum);
          }
        });
    return licenses;
  }

  Map<String, Integer> leftOut() {
    Map<LeftOut, Integer> sum = new EnumMap<>(LeftOut.class);
    leftOut.values().forEach(ofSet -> ofSet.forEach((why, n) -> sum.merge(why, n, Integer::sum)));
    return named(sum);
  }

  List<IconCard.Origin> origins() {
    List<IconCard.Origin> origins = new ArrayList<>();
    for (IconSet set : sets.values()) {
      origins.add(
          new IconCard.Origin(
              set.name(),
              set.title(),
              set.category(),
              set.license(),
              pairs.get(set.name()),
              named(leftOut.get(set.name()))));
    }
    return origins;
  }

  private static Map<String, Integer> named(Map<LeftOut, Integer> counts) {
    Map<String, Integer> named = new LinkedHashMap<>();
    counts.forEach((why, count) -> named.put(why.key(), count));
    return named;
  }
}
