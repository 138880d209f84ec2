package org.clip4j.data.source;

import java.util.OptionalLong;

/** A stream of which it may be known, before it is read, how many bytes it has. */
public interface KnownSize {

  /** Bytes from the first to the last, those read among them; nothing if nobody has said. */
  OptionalLong size();
}
