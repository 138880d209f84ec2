package org.clip4j.examples.pack;

import java.io.IOException;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.webdataset.ShardWriter;

/** Writes rows to shards or to the list of those skipped, and each whole shard to the journal. */
final class RowsToShards {

  private final PackJournal journal;
  private final SkippedRows skipped;
  private final ShardWriter writer;
  private long next;

  /** Goes on where the journal stands. */
  RowsToShards(PackOptions options, PackJournal journal, SkippedRows skipped) throws IOException {
    this.journal = journal;
    this.skipped = skipped;
    this.next = journal.last().nextRow();
    this.writer =
        ShardWriter.behind(
                journal.shards(),
                options.out(),
                options.prefix(),
                options.bounds().samples(),
                options.bounds().bytes())
            .telling(shard -> note(shard, false));
  }

  void write(PackRow row) throws IOException {
    if (row.problem().isPresent()) {
      skipped.add(row.place(), row.image(), row.problem().get());
    } else {
      // A shard that this row does not fit into is whole: the next begins with this row.
      writer.write(String.format("%09d", row.number()), row.parts());
    }
    next = row.number() + 1;
  }

  private void note(ShardManifest.Entry shard, boolean done) throws IOException {
    journal.add(new PackStand(shard, next, skipped.sync(), skipped.counts(), done));
  }

  /** There are no more rows. */
  void finish() throws IOException {
    writer.close();
    note(null, true);
  }

  /** Gives an unfinished shard up; nothing after {@link #finish}. */
  void discard() {
    writer.discard();
  }
}
