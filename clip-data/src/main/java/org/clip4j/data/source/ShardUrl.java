package org.clip4j.data.source;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clip4j.data.webdataset.ShardName;

/** Names of shards: which are URLs and which are paths. */
public final class ShardUrl {

  /** The name of standard input. */
  public static final String STANDARD_INPUT = "-";

  private static final String SERVER = "expected a server's URL such as http://127.0.0.1:9000";

  // Two letters at least: C:\shards is a path.
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

  private ShardUrl() {}

  /** Whether the name does not count from a folder: it has a scheme, or is standard input. */
  public static boolean isUrl(String shard) {
    return !scheme(shard).isEmpty();
  }

  /** The name of a shard whose path, if it is one, counts from a folder. */
  public static String resolve(String shard, Path base) {
    return isUrl(shard) ? shard : base.resolve(shard).toString();
  }

  /** The scheme in lower case, {@code -} for standard input, nothing for a path. */
  static String scheme(String shard) {
    if (shard.equals(STANDARD_INPUT)) {
      return STANDARD_INPUT;
    }
    Matcher matcher = SCHEME.matcher(shard);
    return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
  }

  /** The last part of a path or URL, without what follows a question mark in a URL. */
  public static String fileName(String shard) {
    String path = isUrl(shard) ? withoutQuery(shard) : shard.replace(File.separatorChar, '/');
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * For messages.
   *
   * @see ShardName#printable
   */
  public static String printable(String shard) {
    return ShardName.printable(shard);
  }

  /**
   * Reads the URL of a server, as settings name one.
   *
   * @throws IllegalArgumentException saying what was expected, if it is none of {@code http:} or
   *     {@code https:}, or has credentials or a query in it; credentials are not repeated
   */
  public static URI server(String url) {
    if (url.indexOf('@') >= 0) {
      throw new IllegalArgumentException(
          SERVER + ", not one with a user's name or a password in it; give these apart");
    }
    try {
      URI server = new URI(url);
      boolean web = "http".equals(scheme(url)) || "https".equals(scheme(url));
      boolean bare = server.getRawQuery() == null && server.getRawFragment() == null;
      if (web && bare && server.getHost() != null && isPort(server.getPort())) {
        return server;
      }
      throw new URISyntaxException(url, "names no server alone");
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(SERVER + ", not '" + printable(url) + "'", e);
    }
  }

  /** Whether there can be such a port; -1 is the scheme's own. */
  private static boolean isPort(int port) {
    return port == -1 || port > 0 && port < 1 << 16;
  }

  private static String withoutQuery(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  /**
   * Reads a URL's parts.
   *
   * @throws RefusedException if it is not written as a URL is
   */
  public static URI parse(String url) throws IOException {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new RefusedException(
          printable(url)
              + ": not a URL ("
              + e.getReason()
              + "); write special characters as %20 and the like",
          e);
    }
  }
}
