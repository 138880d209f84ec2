package org.clip4j.data.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.clip4j.data.source.Patience;
import org.clip4j.data.source.RemoteScheme;
import org.clip4j.data.source.ShardInfo;
import org.clip4j.data.source.ShardScheme;

/** {@code s3:}, for {@link java.util.ServiceLoader}. */
public final class S3Scheme implements ShardScheme {

  private final S3Settings settings;
  private final Patience patience;
  private final RemoteScheme remote;

  /** By the settings of the process; nothing is asked of a server yet. */
  public S3Scheme() {
    this(S3Settings.ofProcess(), Patience.DEFAULT);
  }

  /**
   * @param settings which server, and how
   * @param patience how long it is waited for
   */
  public S3Scheme(S3Settings settings, Patience patience) {
    this.settings = settings;
    this.patience = patience;
    remote = new RemoteScheme(Set.of("s3"), new S3Store(settings, patience), patience);
  }

  @Override
  public Set<String> names() {
    return remote.names();
  }

  /**
   * {@inheritDoc}
   *
   * @see S3Settings#with
   */
  @Override
  public ShardScheme with(Map<String, String> given) {
    return new S3Scheme(settings.with(given), patience);
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
