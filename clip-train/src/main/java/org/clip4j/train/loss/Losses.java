package org.clip4j.train.loss;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.clip4j.core.json.StrictReader;

/**
 * The losses that can be asked for by name: the ones here, and those that archives on the class
 * path, as the thread sees it, list in {@code
 * META-INF/services/org.clip4j.train.loss.ContrastiveLoss}.
 */
public final class Losses {

  private Losses() {}

  /**
   * The loss of a name, with tiles of its own choice.
   *
   * @throws IllegalArgumentException if there is none, with the nearest known name; or several
   * @throws java.util.ServiceConfigurationError if an archive lists a class that cannot be made
   */
  public static ContrastiveLoss named(String name) {
    List<ContrastiveLoss> found = new ArrayList<>(all());
    TreeSet<String> known = new TreeSet<>();
    found.forEach(loss -> known.add(loss.name()));
    found.removeIf(loss -> !loss.name().equals(name));
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown loss '"
              + name
              + "'"
              + StrictReader.suggestion(name.toLowerCase(Locale.ROOT), known));
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "two losses are called '"
              + name
              + "': "
              + found.get(0).getClass().getName()
              + " and "
              + found.get(1).getClass().getName()
              + "; rename one, or take its archive off the class path");
    }
    return found.get(0);
  }

  /** All losses, by name. */
  public static List<ContrastiveLoss> all() {
    return ServiceLoader.load(ContrastiveLoss.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(ContrastiveLoss::name))
        .toList();
  }
}
