package org.clip4j.data.webdataset;

import org.clip4j.core.json.StrictReader;
import org.clip4j.data.webdataset.BadSamples.Reason;

/**
 * What was skipped, and why. Texts from outside are cut to a bounded length.
 *
 * @param shard the shard's name
 * @param key the sample's key; null for the rest of a shard
 * @param offset the byte of the shard, unpacked if it is compressed, at which it begins; null where
 *     it is not known
 * @param reason why it was skipped
 * @param detail the same in words, for this sample
 */
public record BadSample(String shard, String key, Long offset, Reason reason, String detail) {

  private static final int MAX_CHARS = 1000;

  /** Cuts long texts. */
  public BadSample {
    key = key == null ? null : cut(key);
    detail = cut(detail);
  }

  static String cut(String text) {
    return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "..." : text;
  }

  /** The sample as a line of a report: one JSON object, absent what is not known. */
  public String toJson() {
    return StrictReader.write(this).toString();
  }

  /** What makes it the same one, however it is said. */
  String identity() {
    return reason + "\n" + shard + "\n" + key + "\n" + offset;
  }
}
