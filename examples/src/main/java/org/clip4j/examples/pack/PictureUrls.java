package org.clip4j.examples.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
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

  /** Bytes that most pictures are within. */
  private static final long USUAL = 1 << 20;

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

  /**
   * Reads a picture.
   *
   * @param share is asked for room before anything is kept
   */
  Picture read(String url, HeldBytes.Share share) throws BadRowException {
    try {
      byte[] bytes = fetch(url, share);
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

  /**
   * Asks for a picture while there is room for most that there are. A larger one for which there is
   * none is let go, and asked for again when there is: a server would not wait for so long.
   */
  private byte[] fetch(String url, HeldBytes.Share share) throws IOException, BadRowException {
    long room = Math.min(USUAL, limits.maxBytes());
    while (true) {
      hold(share, room);
      try (InputStream in = http.open(url)) {
        PictureBody body = new PictureBody(in, limits, share);
        Optional<byte[]> bytes = body.read();
        if (bytes.isPresent()) {
          return bytes.get();
        }
        // Twice, lest a server that says another length each time be asked without end.
        room = Math.max(body.room(), 2 * room);
      }
      share.settle(0);
    }
  }

  private static void hold(HeldBytes.Share share, long room) throws InterruptedIOException {
    try {
      share.hold(room);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for room");
    }
  }

  /** The message without the URL that it begins with. */
  private static String why(String url, IOException e) {
    String message = String.valueOf(e.getMessage());
    String named = ShardUrl.printable(url) + ": ";
    return message.startsWith(named) ? message.substring(named.length()) : message;
  }
}
