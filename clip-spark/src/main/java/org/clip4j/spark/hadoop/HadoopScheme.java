package org.clip4j.spark.hadoop;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.clip4j.data.source.Patience;
import org.clip4j.data.source.RemoteScheme;
import org.clip4j.data.source.ShardInfo;
import org.clip4j.data.source.ShardScheme;

/**
 * The URL schemes of Hadoop's file systems, for {@link java.util.ServiceLoader}. Which of them can
 * be read is up to the archives on the class path; what lacks one says so when it is asked for.
 */
public final class HadoopScheme implements ShardScheme {

  /** Those of Hadoop and of the stores that have a file system for it. */
  private static final Set<String> NAMES =
      Set.of(
          "hdfs",
          "webhdfs",
          "swebhdfs",
          "viewfs",
          "ofs",
          "o3fs",
          "abfs",
          "abfss",
          "gs",
          "s3a",
          "oss",
          "cosn",
          "obs");

  private final RemoteScheme remote;

  /** By the configuration on the class path; nothing of Hadoop is loaded yet. */
  public HadoopScheme() {
    this(NAMES, Patience.DEFAULT);
  }

  /**
   * For other file systems of Hadoop's.
   *
   * @param names their URL schemes, in lower case
   * @param patience how long they are waited for
   */
  public HadoopScheme(Set<String> names, Patience patience) {
    remote = new RemoteScheme(names, new HadoopStore(patience), patience);
  }

  @Override
  public Set<String> names() {
    return remote.names();
  }

  @Override
  public ShardInfo info(String url) throws IOException {
    return remote.info(url);
  }

  @Override
  public InputStream open(String url) throws IOException {
    return remote.open(url);
  }

  @Override
  public InputStream open(String url, ShardInfo known) throws IOException {
    return remote.open(url, known);
  }
}
