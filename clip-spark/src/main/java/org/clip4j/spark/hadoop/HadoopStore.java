package org.clip4j.spark.hadoop;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.clip4j.data.source.Patience;
import org.clip4j.data.source.RefusedException;
import org.clip4j.data.source.RemoteStore;
import org.clip4j.data.source.ShardInfo;
import org.clip4j.data.source.ShardUrl;

/** Files of any Hadoop file system; paths are taken literally, with spaces, {@code %} and all. */
final class HadoopStore implements RemoteStore {

  private final FileSystems systems;
  private final TimedCalls calls;

  HadoopStore(Patience patience) {
    systems = new FileSystems(patience);
    calls = new TimedCalls(patience.stall());
  }

  @Override
  public ShardInfo info(String url) throws IOException {
    return calls.call(
        url,
        () -> {
          Path path = path(url);
          FileSystem system = systems.of(url, path);
          ShardInfo info = info(url, system.getFileStatus(path));
          // What may be seen may still not be ours to read; only opening it tells.
          system.open(path).close();
          return info;
        });
  }

  @Override
  public Answer get(String url, long from, ShardInfo known) throws IOException {
    return calls.call(
        url,
        () -> {
          Path path = path(url);
          FileSystem system = systems.of(url, path);
          ShardInfo info = info(url, system.getFileStatus(path));
          if (from > 0 && !known.mayBe(info)) {
            throw new RefusedException(
                ShardUrl.printable(url)
                    + ": the file has changed while it was read (its time or size is another);"
                    + " what was read does not belong to what is there now");
          }
          return new Answer(info, new HadoopStream(url, openAt(system, path, from), calls));
        });
  }

  private static FSDataInputStream openAt(FileSystem system, Path path, long from)
      throws IOException {
    FSDataInputStream in = system.open(path);
    try {
      in.seek(from);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static ShardInfo info(String url, FileStatus status) throws IOException {
    if (status.isDirectory()) {
      throw new RefusedException(
          ShardUrl.printable(url)
              + ": is a folder; name the shards in it, as in FOLDER/x-{0000..0099}.tar");
    }
    long modified = status.getModificationTime();
    Optional<String> version =
        modified > 0 ? Optional.of(modified + "-" + status.getLen()) : Optional.empty();
    return new ShardInfo(OptionalLong.of(status.getLen()), version, true);
  }

  private static Path path(String url) throws IOException {
    int colon = url.indexOf(':');
    try {
      return new Path(url.substring(0, colon).toLowerCase(Locale.ROOT) + url.substring(colon));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          ShardUrl.printable(url)
              + ": not a path of Hadoop's ("
              + e.getMessage()
              + "); expected SCHEME://HOST/FOLDER/NAME.tar",
          e);
    }
  }
}
