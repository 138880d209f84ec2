package org.clip4j.examples.pack;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What to pack, and how.
 *
 * @param images the folder of pictures, from which paths count; nothing if all are named by URLs
 * @param captions the table, or COCO's captions; nothing if each picture's caption lies beside it
 * @param out where the shards go
 * @param prefix what the shards' names begin with, so that several sets can share a folder
 * @param columns which columns of the table
 * @param bounds how large shards are
 * @param form what becomes of the pictures
 * @param threads that read, decode and resize; any number gives the same shards
 * @param fetching from servers
 */
public record PackOptions(
    Optional<Path> images,
    Optional<Path> captions,
    Path out,
    String prefix,
    Columns columns,
    ShardBounds bounds,
    PictureForm form,
    int threads,
    FetchLimits fetching) {

  /**
   * Checks that there is something to pack.
   *
   * @throws IllegalArgumentException if there is neither folder nor table, or a number is not
   *     positive
   */
  public PackOptions {
    if (images.isEmpty() && captions.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to pack: name a folder of pictures, a table of captions, or both");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", expected 1 or more");
    }
  }

  /** The same with other limits of what comes from servers. */
  public PackOptions fetching(FetchLimits limits) {
    return new PackOptions(images, captions, out, prefix, columns, bounds, form, threads, limits);
  }
}
