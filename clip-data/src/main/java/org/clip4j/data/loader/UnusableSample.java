package org.clip4j.data.loader;

import org.clip4j.data.webdataset.BadSamples.Reason;

/** A sample that is no pair; the message says what is wrong with it. */
final class UnusableSample extends Exception {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  UnusableSample(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
