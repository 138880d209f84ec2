package org.clip4j.data.loader;

import java.util.List;
import org.clip4j.data.webdataset.BadSamples;

/** The data cannot be used at all: the message is one line saying why and what to do. */
public final class LoaderException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int SHARDS_NAMED = 3;

  LoaderException(String message) {
    super(message);
  }

  LoaderException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Nothing in the shards could be used; says which shards, why, and what was looked for. */
  static LoaderException noUsablePair(LoaderConfig config, BadSamples bad) {
    List<String> shards = config.shards();
    String names = String.join(", ", shards.subList(0, Math.min(SHARDS_NAMED, shards.size())));
    String where =
        shards.size() == 1
            ? "the shard " + names
            : shards.size()
                + " shards ("
                + names
                + (shards.size() > SHARDS_NAMED ? ", ..." : "")
                + ")";
    return new LoaderException(
        "no usable pair in "
            + where
            + "; "
            + (bad.samples() + bad.shards() == 0 ? "there are no samples" : "skipped: " + bad)
            + "; a sample is to have a picture "
            + config.fields().pictures()
            + " and a caption "
            + config.fields().captions());
  }
}
