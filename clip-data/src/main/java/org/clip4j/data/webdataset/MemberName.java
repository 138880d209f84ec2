package org.clip4j.data.webdataset;

import java.util.Locale;
import java.util.Optional;

/** A member's path, split into the sample's key and the part's name. */
record MemberName(String key, String part) {

  /**
   * Splits at the first dot of the path's last component.
   *
   * @return nothing for a name that belongs to no sample: no dot, nothing before the dot (a hidden
   *     file), or nothing after it
   */
  static Optional<MemberName> parse(String path) {
    int component = path.lastIndexOf('/') + 1;
    int dot = path.indexOf('.', component);
    if (dot <= component || dot == path.length() - 1) {
      return Optional.empty();
    }
    return Optional.of(
        new MemberName(path.substring(0, dot), path.substring(dot + 1).toLowerCase(Locale.ROOT)));
  }
}
