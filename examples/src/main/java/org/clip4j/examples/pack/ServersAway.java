package org.clip4j.examples.pack;

import java.io.IOException;
import org.clip4j.data.source.ShardUrl;
import org.clip4j.examples.pack.BadRowException.Reason;

/**
 * Tells a network that is away from pictures that are: rows whose servers all fail, one after the
 * other. Skipped, they would be lost for good, and the next run would not ask for them.
 */
final class ServersAway {

  private final int most;
  private int inARow;

  /** Bears fewer than so many failures in a row, or any number with 0. */
  ServersAway(int most) {
    this.most = most;
  }

  /**
   * Takes note of a row, in the table's order.
   *
   * @throws IOException if it is one failure too many
   */
  void note(PackRow row) throws IOException {
    boolean failed = row.problem().filter(p -> p.reason() == Reason.URL_FAILED).isPresent();
    inARow = failed ? inARow + 1 : 0;
    if (failed && inARow == most) {
      throw new IOException(
          most
              + " rows one after the other could not be had from their servers, the last of them "
              + ShardUrl.printable(row.image())
              + " ("
              + row.problem().get().getMessage()
              + "); whole shards stay, and the same command goes on behind them once the servers"
              + " answer; --failures-in-a-row 0 skips such rows");
    }
  }
}
