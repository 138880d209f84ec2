package org.clip4j.examples.icons;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeLicensesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Apache-2.0",
        "BSD-3-Clause",
        "CC-BY-3.0",
        "CC-BY-4.0",
        "CC-BY-SA-3.0",
        "CC-BY-SA-4.0",
        "CC0-1.0",
        "GPL-2.0-only",
        "GPL-2.0-or-later",
        "GPL-3.0",
        "GPL-3.0-or-later",
        "ISC",
        "MIT",
        "MPL-2.0",
        "OFL-1.1",
        "Unlicense"
      })
  void free(String spdx) {
    assertTrue(FreeLicenses.contains(spdx));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "CC-BY-NC-4.0",
        "CC-BY-NC-SA-4.0",
        "CC-BY-ND-4.0",
        "LicenseRef-MIT",
        "mit",
        "MIT-0 AND X"
      })
  void notFree(String spdx) {
    assertFalse(FreeLicenses.contains(spdx));
  }
}
