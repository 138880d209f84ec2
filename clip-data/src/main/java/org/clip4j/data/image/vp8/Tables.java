package org.clip4j.data.image.vp8;

import java.util.Arrays;
import java.util.Map;
import org.clip4j.data.tokenizer.text.Table;

/** The large tables of RFC 6386, flat. */
final class Tables {
  private static final Map<String, String> ALL = Table.read(Tables.class, "tables.txt");

  /** {@code [block type][band][context][token]}: probabilities if a frame sends no others. */
  static final int[] COEFFICIENTS = values("coefficients");

  /** Likewise: how likely each of them is to be sent anew. */
  static final int[] COEFFICIENT_UPDATES = values("coefficient-updates");

  /** {@code [mode above][mode to the left][branch]}. */
  static final int[] SUBBLOCK_MODES = values("subblock-modes");

  /** Quantizer steps of a block's first coefficient, by index. */
  static final int[] DC_STEPS = values("dc-steps");

  /** Quantizer steps of the others. */
  static final int[] AC_STEPS = values("ac-steps");

  private Tables() {}

  private static int[] values(String name) {
    return Arrays.stream(ALL.get(name).split(" ")).mapToInt(Integer::parseInt).toArray();
  }
}
