package org.clip4j.examples.pack;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clip4j.examples.pack.BadRowException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts skipped rows, logs the first and lists all of them in a file, which is made when needed.
 */
final class SkippedRows implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(SkippedRows.class);
  private static final int LOGGED = 20;
  private static final int SHOWN_CHARS = 200;

  private final Path list;
  private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);
  private Optional<BufferedWriter> out = Optional.empty();
  private long total;

  SkippedRows(Path list) {
    this.list = list;
  }

  void add(long line, String image, BadRowException why) throws IOException {
    total++;
    counts.merge(why.reason(), 1L, Long::sum);
    if (out.isEmpty()) {
      out = Optional.of(Files.newBufferedWriter(list, StandardCharsets.UTF_8));
      out.get().write("line\timage\treason\tdetail\n");
    }
    String shown = printable(image);
    out.get()
        .write(
            line + "\t" + shown + "\t" + why.reason() + "\t" + printable(why.getMessage()) + "\n");
    if (total <= LOGGED) {
      log.warn("line {} skipped: {}: {} ({})", line, why.reason(), shown, why.getMessage());
    }
    if (total == LOGGED) {
      log.warn("more skipped rows are only listed in {}", list);
    }
  }

  /** The counts in words, such as {@code no such file: 3, caption missing: 1}. */
  String summary() {
    return counts.entrySet().stream()
        .map(e -> e.getKey() + ": " + e.getValue())
        .collect(Collectors.joining(", "));
  }

  long total() {
    return total;
  }

  private static String printable(String text) {
    String cut = text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "..." : text;
    return cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\x{2028}\\x{2029}]", "?");
  }

  @Override
  public void close() throws IOException {
    if (out.isPresent()) {
      out.get().close();
    }
  }
}
