package org.clip4j.data.webdataset;

import java.io.IOException;

/**
 * A shard that is truncated or damaged; the message is one line naming the shard and its last whole
 * sample.
 */
public final class ShardException extends IOException {

  private static final long serialVersionUID = 1L;

  ShardException(String message, Throwable cause) {
    super(message, cause);
  }
}
