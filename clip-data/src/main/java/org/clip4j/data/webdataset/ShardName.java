package org.clip4j.data.webdataset;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a shard is named to people. */
public final class ShardName {

  /** Two letters before the colon at least, since a path may begin with a drive. */
  private static final Pattern WITH_QUERY =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+:[^?]*)\\?.*", Pattern.DOTALL);

  private ShardName() {}

  /**
   * The name in one line, of bounded length; without the query of a URL, which may be a signature
   * that opens it.
   */
  public static String printable(String shard) {
    Matcher url = WITH_QUERY.matcher(shard);
    return BadSamples.printable(url.matches() ? url.group(1) + "?..." : shard);
  }
}
