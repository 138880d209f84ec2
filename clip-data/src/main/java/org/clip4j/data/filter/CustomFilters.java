package org.clip4j.data.filter;

import java.util.List;
import java.util.ServiceLoader;
import org.clip4j.core.ByName;

/**
 * The filters that archives on the class path, as the thread sees it, list in {@code
 * META-INF/services/org.clip4j.data.filter.PairFilter}.
 */
final class CustomFilters {

  private CustomFilters() {}

  /**
   * The filter of a name.
   *
   * @throws IllegalArgumentException if there is none, with the nearest known name; or several
   * @throws java.util.ServiceConfigurationError if an archive lists a class that cannot be made
   */
  static PairFilter named(String name) {
    List<PairFilter> all =
        ServiceLoader.load(PairFilter.class).stream().map(ServiceLoader.Provider::get).toList();
    return ByName.find("filter", all, PairFilter::name, name);
  }
}
