package org.clip4j.examples.pack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.clip4j.data.webdataset.ShardWriter;
import org.clip4j.examples.pack.BadRowException.Reason;

/**
 * Packs a table of captions and its pictures into shards {@code PREFIX-000000.tar}, ... A sample's
 * key is its row's number, so that it can be found again.
 *
 * <p>Several threads read and check pictures; rows are written in the table's order.
 */
public final class PicturePacker {

  private static final long MAX_SHARD_BYTES = 1L << 30;
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());
  private static final int AHEAD = 2 * THREADS;

  private final PackOptions options;
  private final LongConsumer progress;
  private final Deque<Future<Checked>> waiting = new ArrayDeque<>();

  private PicturePacker(PackOptions options, LongConsumer progress) {
    this.options = options;
    this.progress = progress;
  }

  /** A row with what came of it: parts to write, or why it is skipped. */
  private record Checked(
      long row, CaptionRow source, Map<String, byte[]> parts, Optional<BadRowException> problem) {}

  /**
   * Packs.
   *
   * @param progress is told how many rows are done
   * @throws IOException if the table cannot be read to its end or a shard cannot be written; shards
   *     that are whole stay
   */
  public static PackResult pack(PackOptions options, LongConsumer progress) throws IOException {
    return new PicturePacker(options, progress).run();
  }

  private PackResult run() throws IOException {
    PictureFolder pictures = new PictureFolder(options.images(), options.verify());
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try (CaptionTable table = CaptionTable.open(options.captions(), options.columns())) {
      Files.createDirectories(options.out());
      ShardWriter writer =
          new ShardWriter(options.out(), options.prefix(), options.perShard(), MAX_SHARD_BYTES);
      Path list = options.out().resolve(options.prefix() + "-skipped.tsv");
      SkippedRows skipped = new SkippedRows(list);
      try (writer;
          skipped) {
        long row = 0;
        for (Optional<Checked> next = read(table, ++row);
            next.isPresent();
            next = read(table, ++row)) {
          Checked read = next.get();
          waiting.add(pool.submit(() -> check(pictures, read)));
          if (waiting.size() == AHEAD) {
            write(writer, skipped);
          }
        }
        while (!waiting.isEmpty()) {
          write(writer, skipped);
        }
      }
      return new PackResult(
          writer.samples(), writer.shards(), skipped.total(), skipped.summary(), list);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Optional<Checked> read(CaptionTable table, long row) throws IOException {
    try {
      return table.next().map(r -> new Checked(row, r, Map.of(), Optional.empty()));
    } catch (BadRowException e) {
      return Optional.of(
          new Checked(row, new CaptionRow(table.line(), "", ""), Map.of(), Optional.of(e)));
    }
  }

  private static Checked check(PictureFolder pictures, Checked read) {
    if (read.problem().isPresent()) {
      return read;
    }
    CaptionRow source = read.source();
    try {
      byte[] caption = caption(source);
      PictureFolder.Picture picture = pictures.read(source.image());
      Map<String, byte[]> parts = new LinkedHashMap<>();
      parts.put(picture.part(), picture.bytes());
      parts.put("txt", caption);
      return new Checked(read.row(), source, parts, Optional.empty());
    } catch (BadRowException e) {
      return new Checked(read.row(), source, Map.of(), Optional.of(e));
    }
  }

  private static byte[] caption(CaptionRow row) throws BadRowException {
    if (row.image().indexOf('\ufffd') >= 0 || row.caption().indexOf('\ufffd') >= 0) {
      throw new BadRowException(Reason.NOT_UTF8, "save the table as UTF-8");
    }
    if (row.caption().isBlank()) {
      throw new BadRowException(Reason.CAPTION_MISSING, "the row has no caption");
    }
    byte[] bytes = row.caption().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > CaptionTable.MAX_ROW) {
      throw new BadRowException(Reason.CAPTION_TOO_LONG, bytes.length + " bytes");
    }
    return bytes;
  }

  private void write(ShardWriter writer, SkippedRows skipped) throws IOException {
    Checked done = await(waiting.remove());
    if (done.problem().isPresent()) {
      skipped.add(done.source().line(), done.source().image(), done.problem().get());
    } else {
      writer.write(String.format("%09d", done.row()), done.parts());
    }
    progress.accept(done.row());
  }

  private static Checked await(Future<Checked> row) throws IOException {
    try {
      return row.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while pictures were read", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a picture could not be checked: " + e.getCause(), e);
    }
  }
}
