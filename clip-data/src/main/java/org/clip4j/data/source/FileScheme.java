package org.clip4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.clip4j.data.webdataset.ShardSource;

/** Files of this machine, by path or by {@code file:} URL. */
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
    return new ShardInfo(OptionalLong.of(Files.size(Path.of(path))), Optional.empty(), true);
  }

  @Override
  public InputStream open(String shard, ShardInfo known) throws IOException {
    return FILES.open(path(shard));
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
