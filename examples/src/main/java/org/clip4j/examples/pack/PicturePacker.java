package org.clip4j.examples.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.webdataset.ShardWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs captions and their pictures into shards {@code PREFIX-000000.tar}, ... A sample's key is
 * its row's number, so that it can be found again and is in the set once.
 *
 * <p>Several threads read and resize pictures; rows are written in the source's order. A set that
 * was not finished goes on behind its last whole shard, and ends in the same bytes.
 */
public final class PicturePacker {

  private static final Logger log = LoggerFactory.getLogger(PicturePacker.class);

  private final PackOptions options;
  private final PackProgress progress;
  private final BooleanSupplier stop;
  private final Optional<PictureFolder> pictures;

  private PicturePacker(PackOptions options, PackProgress progress, BooleanSupplier stop)
      throws IOException {
    this.options = options;
    this.progress = progress;
    this.stop = stop;
    this.pictures =
        options.images().isEmpty()
            ? Optional.empty()
            : Optional.of(new PictureFolder(options.images().get()));
  }

  /**
   * Packs, or goes on.
   *
   * @param progress is told how many rows are done
   * @param stop is asked whether to stop; shards that are whole stay, and the same options go on
   * @throws IOException if the source cannot be read to its end or a shard cannot be written;
   *     shards that are whole stay
   * @throws IllegalArgumentException if the options cannot be used, or are not those with which the
   *     set was begun
   */
  public static PackResult pack(PackOptions options, PackProgress progress, BooleanSupplier stop)
      throws IOException {
    ShardWriter.checkPrefix(options.prefix());
    return new PicturePacker(options, progress, stop).run();
  }

  private PackResult run() throws IOException {
    if (options.captions().isEmpty()) {
      PictureFolder folder = pictures.orElseThrow();
      try (PairFolder pairs = PairFolder.open(options.images().orElseThrow(), folder)) {
        return run(pairs, PackArguments.of(options, pairs, folder));
      }
    }
    Path file = options.captions().get();
    try (CaptionTable table =
        CaptionTable.open(file, options.columns(), options.images().isPresent())) {
      return run(table, PackArguments.of(options, file, pictures));
    }
  }

  private PackResult run(CaptionTable table, Map<String, String> arguments) throws IOException {
    Path out = options.out();
    Files.createDirectories(out);
    FolderManifest.read(out); // Better refused now than when all is done.
    if (!PackJournal.isIn(out, options.prefix())) {
      // Refuses shards that somebody else wrote.
      new ShardWriter(out, options.prefix(), options.bounds().samples(), options.bounds().bytes())
          .discard();
    }
    try (PackJournal journal = PackJournal.open(out, options.prefix(), arguments)) {
      PackStand from = journal.last();
      Path list = out.resolve(options.prefix() + "-skipped.tsv");
      try (SkippedRows skipped = new SkippedRows(list, table.places(), from)) {
        PackResult.End end = PackResult.End.DONE_BEFORE;
        if (!from.done()) {
          end = write(table, journal, skipped) ? PackResult.End.DONE : PackResult.End.STOPPED;
        }
        List<ShardManifest.Entry> shards = journal.shards();
        if (end != PackResult.End.STOPPED && !shards.isEmpty()) {
          FolderManifest.put(out, options.prefix(), shards, PackArguments.portable(arguments));
        }
        return new PackResult(
            end,
            shards.stream().mapToLong(ShardManifest.Entry::samples).sum(),
            shards.stream().map(shard -> out.resolve(shard.name())).toList(),
            skipped.total(),
            skipped.summary(),
            list);
      }
    }
  }

  /** Whether all rows are done. */
  private boolean write(CaptionTable table, PackJournal journal, SkippedRows skipped)
      throws IOException {
    PackStand from = journal.last();
    if (from.nextRow() > 1) {
      log.info(
          "going on behind {} whole shards, at row {}", journal.shards().size(), from.nextRow());
    }
    RowReader reader = new RowReader(pictures, new PictureUrls(options.fetching()), options.form());
    try (RowPipeline pipeline =
        new RowPipeline(
            reader, options.threads(), options.fetching(), HeldBytes.beside(options.fetching()))) {
      RowsToShards rows = new RowsToShards(options, journal, skipped);
      ServersAway away = new ServersAway(options.fetching().failuresInARow());
      try {
        long number = 1;
        for (; number < from.nextRow() && begin(table, number, Optional.empty()); number++) {
          if (stop.getAsBoolean()) {
            return false;
          }
        }
        for (; begin(table, number, Optional.of(pipeline)); number++) {
          while (pipeline.isFull()) {
            if (!writeOldest(table, pipeline, rows, away)) {
              return false;
            }
          }
        }
        while (!pipeline.isEmpty()) {
          if (!writeOldest(table, pipeline, rows, away)) {
            return false;
          }
        }
        rows.finish();
        return true;
      } finally {
        rows.discard();
      }
    }
  }

  /**
   * Reads a row and begins it.
   *
   * @param pipeline nothing for one that was done in an earlier run
   * @return whether there was one
   */
  private static boolean begin(CaptionTable table, long number, Optional<RowPipeline> pipeline)
      throws IOException {
    try {
      Optional<CaptionRow> row = table.next();
      if (row.isPresent() && pipeline.isPresent()) {
        pipeline.get().add(number, row.get());
      }
      return row.isPresent();
    } catch (BadRowException e) {
      pipeline.ifPresent(p -> p.add(PackRow.skipped(number, CaptionRow.unread(table.place()), e)));
      return true;
    }
  }

  private boolean writeOldest(
      CaptionTable table, RowPipeline pipeline, RowsToShards rows, ServersAway away)
      throws IOException {
    Optional<PackRow> row = pipeline.take(stop);
    if (row.isEmpty()) {
      return false;
    }
    away.note(row.get());
    rows.write(row.get());
    progress.rows(row.get().number(), table.expected());
    return true;
  }
}
