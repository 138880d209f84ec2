package org.clip4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.clip4j.data.webdataset.ShardSource;

/**
 * Files of this machine, by path or by {@code file:} URL. A file's version is when it was modified.
 */
final class FileScheme implements ShardScheme {

  private static final ShardSource FILES = ShardSource.local();

  @Override
  public Set<String> names() {
    return Set.of("", "file");
  }

  @Override
  public ShardInfo info(String shard) throws IOException {
    String path = path(shard);
    FILES.check(path);
    BasicFileAttributes file = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
    // A pipe has a new time whenever something comes through it.
    Optional<String> version =
        file.isRegularFile() ? Optional.of(file.lastModifiedTime().toString()) : Optional.empty();
    return new ShardInfo(OptionalLong.of(file.size()), version, true);
  }

  @Override
  public InputStream open(String shard, ShardInfo known) throws IOException {
    InputStream in = FILES.open(path(shard));
    try {
      // Looked at behind the opening, so that no other can come in between.
      known.requireStill(shard, info(shard));
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  @Override
  public boolean isRemote() {
    return false;
  }

  /**
   * The path that a name stands for.
   *
   * @throws RefusedException if a URL does not name a file of this machine
   */
  static String path(String shard) throws IOException {
    if (!ShardUrl.isUrl(shard)) {
      return shard;
    }
    URI uri = ShardUrl.parse(shard);
    try {
      return Path.of(uri).toString();
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          shard + ": not a file of this machine; expected file:///FOLDER/NAME.tar", e);
    }
  }
}
