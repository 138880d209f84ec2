package org.clip4j.examples.pack;

import java.nio.file.Path;
import java.util.List;

/**
 * What was packed.
 *
 * @param pairs written
 * @param shards in order
 * @param skipped rows left out
 * @param reasons how many for which reason, in words; empty if none
 * @param list the file that names the skipped rows; there only if there are some
 */
public record PackResult(long pairs, List<Path> shards, long skipped, String reasons, Path list) {}
