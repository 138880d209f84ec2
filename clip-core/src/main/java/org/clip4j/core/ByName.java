package org.clip4j.core;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import org.clip4j.core.json.StrictReader;

/** Finds by its name what archives on the class path add. */
public final class ByName {

  private ByName() {}

  /**
   * The one of a name.
   *
   * @param kind what they are, for messages, such as {@code loss}
   * @param all what there is
   * @param nameOf says the name of each
   * @throws IllegalArgumentException if there is none, with the nearest known name; or several
   */
  public static <T> T find(
      String kind, Collection<? extends T> all, Function<? super T, String> nameOf, String name) {
    List<? extends T> found = all.stream().filter(one -> nameOf.apply(one).equals(name)).toList();
    if (found.isEmpty()) {
      TreeSet<String> known = new TreeSet<>();
      all.forEach(one -> known.add(nameOf.apply(one)));
      throw new IllegalArgumentException(
          "unknown "
              + kind
              + " '"
              + name
              + "'"
              + (known.isEmpty()
                  ? "; nothing on the class path adds one"
                  : StrictReader.suggestion(name.toLowerCase(Locale.ROOT), known)));
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          kind
              + " '"
              + name
              + "' is there more than once: "
              + found.get(0).getClass().getName()
              + " and "
              + found.get(1).getClass().getName()
              + "; rename one, or take its archive off the class path");
    }
    return found.get(0);
  }
}
