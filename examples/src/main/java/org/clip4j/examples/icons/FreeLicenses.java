package org.clip4j.examples.icons;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Licences that let everyone use, change and pass on what is under them, for any purpose, by their
 * SPDX identifiers. Those that forbid commercial use ({@code NC}) or changes ({@code ND}) are not
 * among them; neither is one that is not known here.
 */
final class FreeLicenses {

  private static final Set<String> NAMED =
      Set.of(
          "0BSD",
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "ISC",
          "MIT",
          "MPL-2.0",
          "OFL-1.1",
          "Unlicense");

  private static final Pattern VERSIONED =
      Pattern.compile("CC-BY(-SA)?-[1-4]\\.0|L?GPL-[23](\\.[01])?(\\+|-only|-or-later)?");

  private FreeLicenses() {}

  static boolean contains(String spdx) {
    return NAMED.contains(spdx) || VERSIONED.matcher(spdx).matches();
  }
}
