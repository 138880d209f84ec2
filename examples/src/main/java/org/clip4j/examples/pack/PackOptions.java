package org.clip4j.examples.pack;

import java.nio.file.Path;

/**
 * What to pack, and how.
 *
 * @param images the folder of pictures; paths in the table count from it
 * @param captions the table
 * @param out where the shards go
 * @param prefix what the shards' names begin with, so that several sets can share a folder
 * @param columns which columns of the table
 * @param perShard the most samples in a shard
 * @param verify whether each picture is decoded once, so that the broken ones are found now
 */
public record PackOptions(
    Path images,
    Path captions,
    Path out,
    String prefix,
    Columns columns,
    int perShard,
    boolean verify) {}
