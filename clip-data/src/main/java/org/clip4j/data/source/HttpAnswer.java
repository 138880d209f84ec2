package org.clip4j.data.source;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clip4j.data.webdataset.UnreachableException;

/** What the head of a server's answer says. */
final class HttpAnswer {

  private static final Pattern PART =
      Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\\*)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern STRONG = Pattern.compile("\"[\\x21\\x23-\\x7e]{0,500}\"");

  private HttpAnswer() {}

  /** Size, version and whether parts are given. */
  static ShardInfo info(HttpResponse<?> response) {
    HttpHeaders head = response.headers();
    Optional<Matcher> part = part(head);
    boolean ranges =
        part.isPresent() || head.firstValue("Accept-Ranges").filter("bytes"::equals).isPresent();
    // Content-Length is that of the part, where there is one.
    OptionalLong size =
        number(part.map(p -> p.group(2)).or(() -> head.firstValue("Content-Length")));
    return new ShardInfo(size, version(head), ranges);
  }

  /** The first byte of the part; -1 where the answer does not say. */
  static long begin(HttpResponse<?> response) {
    return number(part(response.headers()).map(p -> p.group(1))).orElse(-1);
  }

  private static Optional<Matcher> part(HttpHeaders head) {
    return head.firstValue("Content-Range").map(PART::matcher).filter(Matcher::matches);
  }

  private static OptionalLong number(Optional<String> text) {
    return text.filter(NUMBER.asMatchPredicate())
        .map(t -> OptionalLong.of(Long.parseLong(t)))
        .orElse(OptionalLong.empty());
  }

  /** A weak ETag allows other bytes; then the date is the better name. */
  private static Optional<String> version(HttpHeaders head) {
    return head.firstValue("ETag")
        .filter(STRONG.asMatchPredicate())
        .or(() -> head.firstValue("Last-Modified").filter(d -> date(d).isPresent()));
  }

  /** Turns an answer that is no success into what is to be done about it. */
  static IOException failure(String url, HttpResponse<?> response) {
    int status = response.statusCode();
    if (status == 429 || status == 408 || status == 425 || (status >= 500 && status != 501)) {
      return new BusyException("the server answered " + status, after(response.headers()));
    }
    if (status == 206) {
      // Of some cache on the way, which says nothing of the shard.
      return new IOException("the server sent another part than was asked for (206)");
    }
    String message = ShardUrl.printable(url) + ": " + refusal(status);
    // Who may read, and how long, is nothing that is wrong with the shard.
    return status == 401 || status == 403
        ? UnreachableException.refused(message, null)
        : new RefusedException(message);
  }

  private static String refusal(int status) {
    return switch (status) {
      case 404, 410 -> "no such file on the server (" + status + "); check its name";
      case 401, 403 ->
          "the server does not allow it ("
              + status
              + "); a signed URL may have run out, or the file be not there";
      case 301, 302, 303, 307, 308 ->
          "the server's redirect is not followed (" + status + "); name the place it leads to";
      case 416 -> "the file is shorter than it was (416)";
      default -> "the server answered " + status;
    };
  }

  /** Retry-After in seconds, or as a date. */
  private static Duration after(HttpHeaders head) {
    Optional<String> text = head.firstValue("Retry-After");
    OptionalLong seconds = number(text);
    if (seconds.isPresent()) {
      return Duration.ofSeconds(Math.min(seconds.getAsLong(), Integer.MAX_VALUE));
    }
    return text.flatMap(HttpAnswer::date)
        .map(date -> Duration.between(ZonedDateTime.now(date.getZone()), date))
        .orElse(null);
  }

  private static Optional<ZonedDateTime> date(String text) {
    try {
      return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
