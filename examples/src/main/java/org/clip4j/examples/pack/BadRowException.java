package org.clip4j.examples.pack;

/** A row that is skipped, and why. */
final class BadRowException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why a row is skipped. */
  enum Reason {
    ROW_UNREADABLE("row not readable"),
    IMAGE_UNNAMED("no picture named"),
    PATH_OUTSIDE("path leaves the folder"),
    FILE_MISSING("no such file"),
    FILE_UNREADABLE("file not readable"),
    FILE_TOO_LARGE("file too large"),
    URL_REFUSED("not to be had from the server"),
    URL_FAILED("server failed"),
    EXTENSION_UNKNOWN("unknown kind of file"),
    NOT_A_PICTURE("not a readable picture"),
    CAPTION_MISSING("caption missing"),
    CAPTION_TOO_LONG("caption too long"),
    NOT_UTF8("not UTF-8");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** The reason in words. */
    @Override
    public String toString() {
      return words;
    }
  }

  private final Reason reason;

  BadRowException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
