package org.clip4j.examples.pack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.clip4j.data.image.ImageDecoder;
import org.clip4j.data.source.Patience;
import org.clip4j.data.source.RefusedException;
import org.clip4j.data.source.ShardScheme;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.source.ShardUrl;
import org.clip4j.data.webdataset.UnreachableException;
import org.clip4j.examples.pack.BadRowException.Reason;

/**
 * Pictures from web servers: of a bounded size, in a bounded time. What kind of picture it is
 * follows from its bytes; what is none is not taken, so that no other page gets into a shard.
 */
final class PictureUrls {

  private static final Pattern URL = Pattern.compile("(?i)https?://.*", Pattern.DOTALL);

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration STALL = Duration.ofSeconds(10);
  private static final Duration FIRST_DELAY = Duration.ofMillis(500);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
  private static final int BUFFER = 1 << 16;

  private final FetchLimits limits;
  private final ShardScheme http;

  PictureUrls(FetchLimits limits) {
    this.limits = limits;
    this.http =
        ShardSources.quietHttp(
            new Patience(CONNECT, STALL, limits.attempts(), FIRST_DELAY, LONGEST_DELAY));
  }

  /** Whether this names a picture of a server, and not of the folder. */
  static boolean isUrl(String name) {
    return URL.matcher(name).matches();
  }

  /** The host that a URL names, whatever the port; nothing if it names none. */
  static String host(String url) {
    try {
      String host = ShardUrl.parse(url).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      return "";
    }
  }

  Picture read(String url) throws BadRowException {
    try {
      byte[] bytes = fetch(url);
      return new Picture(
          ImageDecoder.extension(bytes)
              .orElseThrow(
                  () ->
                      new BadRowException(
                          Reason.NOT_A_PICTURE, "not a JPEG, PNG, WebP, GIF or BMP picture")),
          bytes);
    } catch (RefusedException e) {
      throw new BadRowException(Reason.URL_REFUSED, why(url, e));
    } catch (UnreachableException e) {
      throw new BadRowException(
          e.isRefusal() ? Reason.URL_REFUSED : Reason.URL_FAILED, why(url, e));
    } catch (IOException e) {
      throw new BadRowException(Reason.URL_FAILED, why(url, e));
    }
  }

  private byte[] fetch(String url) throws IOException, BadRowException {
    try (InputStream in = http.open(url)) {
      return bounded(in);
    }
  }

  private byte[] bounded(InputStream in) throws IOException, BadRowException {
    long begun = System.nanoTime();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      bytes.write(buffer, 0, n);
      if (bytes.size() > limits.maxBytes()) {
        throw new BadRowException(
            Reason.FILE_TOO_LARGE, "more than " + limits.maxBytes() + " bytes");
      }
      if (System.nanoTime() - begun > limits.longest().toNanos()) {
        throw new BadRowException(
            Reason.URL_FAILED, "not all of it came within " + limits.longest().toSeconds() + " s");
      }
    }
    return bytes.toByteArray();
  }

  /** The message without the URL that it begins with. */
  private static String why(String url, IOException e) {
    String message = String.valueOf(e.getMessage());
    String named = ShardUrl.printable(url) + ": ";
    return message.startsWith(named) ? message.substring(named.length()) : message;
  }
}
