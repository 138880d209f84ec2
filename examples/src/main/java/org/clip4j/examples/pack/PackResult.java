package org.clip4j.examples.pack;

import java.nio.file.Path;
import java.util.List;

/**
 * What was packed.
 *
 * @param end how it came to its end
 * @param pairs in shards that are whole
 * @param shards in order
 * @param skipped rows left out
 * @param reasons how many for which reason, in words; empty if none
 * @param list the file that names the skipped rows; there only if there are some
 */
public record PackResult(
    End end, long pairs, List<Path> shards, long skipped, String reasons, Path list) {

  /** How packing ended. */
  public enum End {
    /** All rows are done. */
    DONE,
    /** All rows had been done before. */
    DONE_BEFORE,
    /** It was asked to stop; the same options go on. */
    STOPPED
  }
}
