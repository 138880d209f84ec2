package org.clip4j.spark.hadoop;

import java.util.Set;
import org.clip4j.data.source.Patience;
import org.clip4j.data.source.RemoteScheme;

/**
 * The URL schemes of Hadoop's file systems, for {@link java.util.ServiceLoader}. Which of them can
 * be read is up to the archives on the class path; what lacks one says so when it is asked for.
 */
public final class HadoopScheme extends RemoteScheme {

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
    super(names, new HadoopStore(patience), patience);
  }
}
