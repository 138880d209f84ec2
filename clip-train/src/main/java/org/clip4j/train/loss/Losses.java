package org.clip4j.train.loss;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.clip4j.core.ByName;

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
    return ByName.find("loss", all(), ContrastiveLoss::name, name);
  }

  /** All losses, by name. */
  public static List<ContrastiveLoss> all() {
    return ServiceLoader.load(ContrastiveLoss.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(ContrastiveLoss::name))
        .toList();
  }
}
