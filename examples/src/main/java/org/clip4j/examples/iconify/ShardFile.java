package org.clip4j.examples.iconify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One archive of pairs, as a data set's card names it.
 *
 * @param file its name in the folder {@code shards}
 * @param samples how many samples it holds
 * @param bytes its size
 * @param sha256 what its bytes hash to
 */
public record ShardFile(String file, int samples, long bytes, String sha256) {

  /**
   * Describes shards that were filled one after the other.
   *
   * @param files the shards in order
   * @param samples how many samples are in them together
   * @param samplesPerShard how many each but the last has
   */
  public static List<ShardFile> of(List<Path> files, int samples, int samplesPerShard)
      throws IOException {
    List<ShardFile> shards = new ArrayList<>();
    int left = samples;
    for (Path file : files) {
      int inside = Math.min(left, samplesPerShard);
      left -= inside;
      shards.add(
          new ShardFile(
              file.getFileName().toString(), inside, Files.size(file), Hashes.ofFile(file)));
    }
    return shards;
  }
}
