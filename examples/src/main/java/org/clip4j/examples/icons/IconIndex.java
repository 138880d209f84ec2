package org.clip4j.examples.icons;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.clip4j.core.Sha256;
import org.clip4j.examples.iconify.DrawingJob;
import org.clip4j.examples.iconify.Icon;
import org.clip4j.examples.iconify.IconRule;
import org.clip4j.examples.iconify.IconSet;
import org.clip4j.examples.iconify.IconifyArchive;
import org.clip4j.examples.iconify.LeftOut;
import org.clip4j.examples.iconify.ProgressListener;

/**
 * All icons that may become pairs, in the pairs' order: by the hash of set and key, which mixes the
 * sets and keeps an icon's place among the others whatever else the archive holds.
 */
final class IconIndex {

  private static final Comparator<Entry> ORDER =
      ((Comparator<Entry>) (a, b) -> Long.compareUnsigned(a.hash(), b.hash()))
          .thenComparing(entry -> entry.set().name())
          .thenComparing(entry -> entry.icon().key());

  /** An icon whose body lies in the file. */
  private record Entry(long hash, IconSet set, Icon icon, BodyFile.Place body) {}

  private final BodyFile bodies;
  private final List<IconSet> sets = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  private IconIndex(BodyFile bodies) {
    this.bodies = bodies;
  }

  /**
   * Reads all sets.
   *
   * @param bodies where the drawings are put meanwhile
   * @throws IOException if the archive cannot be read or there is no room for the drawings
   */
  static IconIndex read(IconifyArchive archive, BodyFile bodies, ProgressListener listener)
      throws IOException {
    IconIndex index = new IconIndex(bodies);
    List<String> names = archive.sets();
    for (String name : names) {
      index.add(archive.read(name, IconRule.NONE));
      listener.progress("reading sets", index.sets.size(), names.size());
    }
    bodies.finish();
    index.entries.sort(ORDER);
    return index;
  }

  private void add(IconSet read) throws IOException {
    if (!FreeLicenses.contains(read.license().spdx())) {
      Map<LeftOut, Integer> leftOut = new EnumMap<>(LeftOut.class);
      leftOut.putAll(read.leftOut());
      if (!read.icons().isEmpty()) {
        leftOut.put(LeftOut.NOT_FREE, read.icons().size());
      }
      sets.add(
          new IconSet(
              read.name(),
              read.title(),
              read.category(),
              read.styles(),
              read.license(),
              List.of(),
              leftOut));
      return;
    }
    IconSet set = read.withoutIcons();
    sets.add(set);
    for (Icon icon : read.icons()) {
      entries.add(
          new Entry(hash(set.name(), icon.key()), set, icon.withBody(""), bodies.add(icon.body())));
    }
  }

  private static long hash(String set, String key) {
    byte[] digest = Sha256.digest().digest((set + "/" + key).getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest).getLong();
  }

  /** The sets, sorted by name, without their icons; what was left out on reading is counted. */
  List<IconSet> sets() {
    return List.copyOf(sets);
  }

  /** How many icons there are to draw. */
  int size() {
    return entries.size();
  }

  /** The icons in order, each read from the file when its turn comes. */
  Iterator<DrawingJob> jobs() {
    return entries.stream()
        .map(
            entry ->
                new DrawingJob(
                    entry.set().name(),
                    IconCaptions.caption(entry.set(), entry.icon().key()),
                    entry.icon().withBody(body(entry.body()))))
        .iterator();
  }

  private String body(BodyFile.Place place) {
    try {
      return bodies.read(place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
