package org.clip4j.examples.pack;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.clip4j.data.source.ShardUrl;
import org.clip4j.examples.pack.BadRowException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts skipped rows, logs the first and lists all of them in a file, which is made when needed.
 * It can go on where an earlier one stood.
 */
final class SkippedRows implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(SkippedRows.class);
  private static final int LOGGED = 20;
  private static final int SHOWN_CHARS = 200;
  private static final int BUFFER = 1 << 16;

  private final Path list;
  private final String places;
  private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);
  private final ByteBuffer pending = ByteBuffer.allocate(BUFFER);
  private Optional<FileChannel> out = Optional.empty();
  private long bytes;
  private long logged;

  /**
   * Begins behind what was listed before.
   *
   * @param places what places of rows count
   * @param from where the list stood; what it has beyond is cut off
   * @throws IOException if the list is shorter than that
   */
  SkippedRows(Path list, String places, PackStand from) throws IOException {
    this.list = list;
    this.places = places;
    from.skipped().forEach((reason, count) -> counts.put(Reason.valueOf(reason), count));
    bytes = from.skippedBytes();
    if (bytes == 0) {
      Files.deleteIfExists(list);
      return;
    }
    if (!Files.exists(list) || Files.size(list) < bytes) {
      throw new IOException(
          list + ": is shorter than it was; put it back, or remove all of this set and begin anew");
    }
    FileChannel channel = FileChannel.open(list, StandardOpenOption.WRITE);
    out = Optional.of(channel);
    channel.truncate(bytes);
    channel.position(bytes);
  }

  void add(long place, String image, BadRowException why) throws IOException {
    counts.merge(why.reason(), 1L, Long::sum);
    if (out.isEmpty()) {
      out =
          Optional.of(
              FileChannel.open(
                  list,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE));
      write(places + "\timage\treason\tdetail\n");
    }
    String shown = printable(ShardUrl.printable(image));
    String detail = printable(String.valueOf(why.getMessage()));
    write(place + "\t" + shown + "\t" + why.reason() + "\t" + detail + "\n");
    logged++;
    if (logged <= LOGGED) {
      log.warn("{} {} skipped: {}: {} ({})", places, place, why.reason(), shown, detail);
    }
    if (logged == LOGGED) {
      log.warn("more skipped rows are only listed in {}", list);
    }
  }

  private void write(String text) throws IOException {
    byte[] line = text.getBytes(StandardCharsets.UTF_8);
    bytes += line.length;
    if (pending.remaining() < line.length) {
      flush();
    }
    pending.put(line);
  }

  private void flush() throws IOException {
    pending.flip();
    while (pending.hasRemaining()) {
      out.orElseThrow().write(pending);
    }
    pending.clear();
  }

  /** Brings what is listed to the disk; returns how many bytes that are. */
  long sync() throws IOException {
    if (out.isPresent()) {
      flush();
      out.get().force(true);
    }
    return bytes;
  }

  /** How many for which reason, by the reasons' names. */
  Map<String, Long> counts() {
    Map<String, Long> named = new TreeMap<>();
    counts.forEach((reason, count) -> named.put(reason.name(), count));
    return named;
  }

  /** The counts in words, such as {@code no such file: 3, caption missing: 1}. */
  String summary() {
    return counts.entrySet().stream()
        .map(e -> e.getKey() + ": " + e.getValue())
        .collect(Collectors.joining(", "));
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static String printable(String text) {
    String cut = text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "..." : text;
    return cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\x{2028}\\x{2029}\\p{Cs}]", "?");
  }

  @Override
  public void close() throws IOException {
    if (out.isPresent()) {
      try (FileChannel channel = out.get()) {
        sync();
      }
    }
  }
}
