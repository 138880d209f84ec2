package org.clip4j.data.tokenizer.repair;

import java.util.Arrays;
import org.clip4j.data.tokenizer.text.NormalForm;

/** All repairs of one segment, in rounds until nothing changes. */
final class SegmentRepair {
  private final Effort effort;
  private final EncodingRepair encoding;

  SegmentRepair(Effort effort) {
    this.effort = effort;
    this.encoding = new EncodingRepair(effort);
  }

  /**
   * Repairs a segment.
   *
   * @param segment code points
   * @param unescape whether to replace HTML's character references
   */
  int[] repair(int[] segment, boolean unescape) {
    effort.begin(segment.length);
    int[] text = segment;
    while (true) {
      int[] before = text;
      int[] unescaped = unescape ? EntityRepair.unescape(before) : before;
      text = NormalForm.compose(CharacterRepairs.repair(encoding.repair(unescaped)));
      if (Arrays.equals(text, before) || !effort.spend(before.length)) {
        return text;
      }
      if (text == unescaped) {
        text = AmpersandChains.collapse(text);
      }
    }
  }
}
