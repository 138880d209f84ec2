package org.clip4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.clip4j.data.webdataset.ShardSource;

/**
 * One source for all shards: each is opened by the scheme of its name. Paths, {@code file:}, {@code
 * http:}, {@code https:} and {@code -} (standard input, once) are always there; others come as a
 * {@link ShardScheme} from the class path, as {@code s3:} from {@code clip-s3} and {@code hdfs:}
 * from {@code clip-spark}.
 *
 * <p>Archives compressed by gzip or zstd are unpacked on the way. They cannot be opened in the
 * middle but by reading what lies before.
 *
 * <p>What is known of a shard is asked for once in the life of this object. One that is another
 * when it is opened later, by what its server says or by a file's size and time of modification, is
 * an {@link org.clip4j.data.webdataset.UnreachableException}.
 */
public final class ShardSources implements ShardSource {

  private static final String HADOOP =
      "add the dependency org.clip4j:clip-spark, in the version of clip-data, and Hadoop's client";

  /** What brings a scheme that is not there. */
  private static final Map<String, String> PROVIDERS =
      Map.of(
          "s3", "add the dependency org.clip4j:clip-s3, in the version of clip-data",
          "s3a", "write s3://",
          "hdfs", HADOOP,
          "webhdfs", HADOOP,
          "viewfs", HADOOP,
          "abfs", HADOOP,
          "abfss", HADOOP,
          "gs", "read it as https://storage.googleapis.com/BUCKET/NAME",
          "pipe", "commands are not run; read it by its URL, or as - from a pipe of the shell");

  private static final String ANY_PROVIDER =
      "add an archive with a ShardScheme that reads it; a file's name that has a colon is written"
          + " with ./ before it";

  private final Map<String, ShardScheme> schemes;
  private final Map<String, ShardInfo> known = new ConcurrentHashMap<>();
  private final AtomicLong bytesRead = new AtomicLong();

  private final Optional<ShardCache> cache;

  private ShardSources(Map<String, ShardScheme> schemes, Optional<ShardCache> cache) {
    this.schemes = schemes;
    this.cache = cache;
  }

  /** All schemes that are to be had. */
  public static ShardSources standard() {
    return new ShardSources(Schemes.ALL, Optional.empty());
  }

  /** These schemes alone; where two have a name, the later one. */
  public static ShardSources of(List<ShardScheme> schemes) {
    return new ShardSources(byName(schemes), Optional.empty());
  }

  /**
   * The same, with copies of remote shards in a folder, which several processes may share. A shard
   * is copied while it is read for the first time; what was not used for longest goes. What is
   * larger than the limit, or has no version by which to know it again, is not copied.
   *
   * @param folder made if it is not there
   * @param maxBytes the most that copies may take together
   * @throws IOException if the folder cannot be made
   * @throws IllegalArgumentException if the limit is not positive
   */
  public ShardSources cachedIn(Path folder, long maxBytes) throws IOException {
    return new ShardSources(schemes, Optional.of(new ShardCache(folder, maxBytes)));
  }

  /**
   * The same, with one scheme by settings of a run.
   *
   * @param name of the scheme, as {@code s3}
   * @param settings see {@link ShardScheme#with}
   * @throws IllegalArgumentException if there is no such setting, or its value cannot be
   * @throws IOException if nothing on the class path reads such names
   */
  public ShardSources with(String name, Map<String, String> settings) throws IOException {
    Map<String, ShardScheme> changed = new LinkedHashMap<>(schemes);
    changed.putAll(byName(List.of(named(name, name).with(settings))));
    return new ShardSources(changed, cache);
  }

  private static Map<String, ShardScheme> byName(Iterable<ShardScheme> schemes) {
    Map<String, ShardScheme> byName = new LinkedHashMap<>();
    for (ShardScheme scheme : schemes) {
      scheme.names().forEach(name -> byName.put(name, scheme));
    }
    return byName;
  }

  @Override
  public InputStream open(String shard) throws IOException {
    return open(shard, UnaryOperator.identity());
  }

  @Override
  public InputStream open(String shard, UnaryOperator<InputStream> stored) throws IOException {
    InputStream counted = new CountedStream(openStored(shard), bytesRead::addAndGet);
    return Unpacked.of(shard, stored.apply(counted));
  }

  @Override
  public long bytesRead() {
    return bytesRead.get();
  }

  /**
   * Opens a shard's bytes as they are stored, which may be compressed.
   *
   * @throws IOException if it cannot be opened
   */
  public InputStream openStored(String shard) throws IOException {
    ShardScheme scheme = scheme(shard);
    return cache.isPresent() && scheme.isRemote()
        ? cache.get().open(shard, scheme, info(shard))
        : scheme.open(shard, known.getOrDefault(shard, ShardInfo.UNKNOWN));
  }

  /** Whether the shard comes from another machine; what nothing reads does not. */
  public boolean isRemote(String shard) {
    ShardScheme scheme = schemes.get(ShardUrl.scheme(shard));
    return scheme != null && scheme.isRemote();
  }

  @Override
  public void check(String shard) throws IOException {
    info(shard);
  }

  @Override
  public OptionalLong size(String shard) throws IOException {
    return info(shard).size();
  }

  /**
   * Looks what is there.
   *
   * @throws IOException if nothing is, it cannot be read, or nothing on the class path reads such
   *     names
   */
  public ShardInfo info(String shard) throws IOException {
    ShardInfo info = known.get(shard);
    if (info == null) {
      info = scheme(shard).info(shard);
      known.put(shard, info);
    }
    return info;
  }

  /**
   * Looks for many shards, several at once, so that thousands of a server's do not take minutes.
   *
   * @throws IOException of the first in the list that is not there
   */
  public void checkAll(List<String> shards) throws IOException {
    ManyChecks.run(this, shards);
  }

  private ShardScheme scheme(String shard) throws IOException {
    return named(ShardUrl.scheme(shard), ShardUrl.printable(shard));
  }

  /** The scheme of a name, which something asks for. */
  private ShardScheme named(String name, String asking) throws RefusedException {
    ShardScheme scheme = schemes.get(name);
    if (scheme == null) {
      throw new RefusedException(
          asking
              + ": nothing here reads "
              + name
              + ": (known are "
              + schemes.keySet().stream()
                  .filter(n -> !n.isEmpty())
                  .sorted()
                  .collect(Collectors.joining(", "))
              + "); "
              + PROVIDERS.getOrDefault(name, ANY_PROVIDER));
    }
    return scheme;
  }

  /** Made when first needed, and kept: a client has threads of its own. */
  private static final class Schemes {
    static final Map<String, ShardScheme> ALL = all();

    private Schemes() {}

    private static Map<String, ShardScheme> all() {
      Map<String, ShardScheme> all =
          byName(List.of(new FileScheme(), new StandardInput(System.in), http(Patience.DEFAULT)));
      all.putAll(byName(ServiceLoader.load(ShardScheme.class)));
      return all;
    }
  }

  /** {@code http:} and {@code https:}. */
  public static ShardScheme http(Patience patience) {
    return new RemoteScheme(Set.of("http", "https"), new HttpStore(patience), patience);
  }

  /**
   * The same for many small files: pauses between tries are logged for debugging alone. Its streams
   * are of {@link KnownSize}.
   */
  public static ShardScheme quietHttp(Patience patience) {
    return new RemoteScheme(Set.of("http", "https"), new HttpStore(patience), patience, true);
  }
}
