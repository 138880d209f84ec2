package org.clip4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * Makes shards of a store's answers: tries again, goes on where it stood, checks lengths, and
 * notices a shard that was replaced. A scheme of its own name extends it with its store; how shards
 * are looked at and opened stays.
 */
public class RemoteScheme implements ShardScheme {

  private final Set<String> names;
  private final RemoteStore store;
  private final Patience patience;
  private final boolean quiet;

  /**
   * @param names URL schemes in lower case
   * @param store asked for parts
   * @param patience how often and with what pauses
   */
  public RemoteScheme(Set<String> names, RemoteStore store, Patience patience) {
    this(names, store, patience, false);
  }

  RemoteScheme(Set<String> names, RemoteStore store, Patience patience, boolean quiet) {
    this.names = Set.copyOf(names);
    this.store = store;
    this.patience = patience;
    this.quiet = quiet;
  }

  @Override
  public final Set<String> names() {
    return names;
  }

  @Override
  public final ShardInfo info(String url) throws IOException {
    Retries retries = retries(url);
    while (true) {
      try {
        return store.info(url);
      } catch (IOException e) {
        retries.pauseAfter(e, 0);
      }
    }
  }

  /** Asks for the first bytes at once: a shard that is not there is said here. */
  @Override
  public final InputStream open(String url, ShardInfo known) throws IOException {
    return ResumingStream.open(url, store, retries(url), known);
  }

  private Retries retries(String url) {
    return new Retries(url, patience, quiet);
  }
}
