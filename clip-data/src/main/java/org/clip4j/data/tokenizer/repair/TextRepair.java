package org.clip4j.data.tokenizer.repair;

import java.util.Arrays;
import org.clip4j.data.tokenizer.text.CodePoints;

/** Repairs what went wrong with a text on its way, as ftfy's {@code fix_text} by default. */
public final class TextRepair {
  private static final int LONGEST_SEGMENT = 1_000_000;

  private TextRepair() {}

  /**
   * Repairs a text, line by line. From the first line on that has a {@code <} in it, the text is
   * taken for HTML, and its character references are left alone.
   *
   * @param text any string
   * @return the repaired text, without lone surrogates
   */
  public static String repair(String text) {
    if (isPlain(text)) {
      return text;
    }
    int[] points = CodePoints.of(text);
    CodePoints out = new CodePoints(points.length);
    SegmentRepair segments = new SegmentRepair(new Effort());
    boolean unescape = true;
    int end;
    for (int start = 0; start < points.length; start = end) {
      end = start;
      while (end < points.length
          && end - start < LONGEST_SEGMENT
          && (end == start || points[end - 1] != '\n')) {
        unescape &= points[end] != '<';
        end++;
      }
      int[] repaired = segments.repair(Arrays.copyOfRange(points, start, end), unescape);
      out.add(repaired, 0, repaired.length);
    }
    return new String(out.toArray(), 0, out.size());
  }

  /**
   * Whether no repair touches a text: printable ASCII with tabs and line and form feeds, and no
   * reference. ASCII is never taken for mojibake, is normal as it is, and of its characters only
   * other control codes and the ampersand are ever replaced.
   */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean kept = (c >= ' ' && c < 0x7F) || c == '\n' || c == '\t' || c == '\f';
      if (!kept || c == '&') {
        return false;
      }
    }
    return true;
  }
}
