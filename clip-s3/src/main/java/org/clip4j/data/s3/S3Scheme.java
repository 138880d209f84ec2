package org.clip4j.data.s3;

import java.util.Map;
import java.util.Set;
import org.clip4j.data.source.Patience;
import org.clip4j.data.source.RemoteScheme;
import org.clip4j.data.source.ShardScheme;

/** {@code s3:}, for {@link java.util.ServiceLoader}. */
public final class S3Scheme extends RemoteScheme {

  private final S3Settings settings;
  private final Patience patience;

  /** By the settings of the process; nothing is asked of a server yet. */
  public S3Scheme() {
    this(S3Settings.ofProcess(), Patience.DEFAULT);
  }

  /**
   * @param settings which server, and how
   * @param patience how long it is waited for
   */
  public S3Scheme(S3Settings settings, Patience patience) {
    super(Set.of("s3"), new S3Store(settings, patience), patience);
    this.settings = settings;
    this.patience = patience;
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
}
