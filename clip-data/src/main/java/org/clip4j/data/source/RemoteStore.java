package org.clip4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import org.clip4j.data.webdataset.UnreachableException;

/**
 * A server that is asked for what lies behind a byte. {@link RemoteScheme} makes whole shards of
 * its answers; a store itself asks once and does not wait for better times. Exceptions other than
 * {@link RefusedException} and {@link UnreachableException} are taken as ones that may pass. Safe
 * for use by several threads.
 */
public interface RemoteStore {

  /**
   * What is there.
   *
   * @throws RefusedException if nothing is
   * @throws UnreachableException if it is not for us to read
   * @throws BusyException if the server asks to come again
   */
  ShardInfo info(String url) throws IOException;

  /**
   * Asks for the bytes from an offset to the end.
   *
   * @param from the first byte wanted; less than the size, where that is known
   * @param known what an earlier answer said, or {@link ShardInfo#UNKNOWN} for the first one
   * @return the bytes from there on; those from the first one on are of what is there now, whatever
   *     was known: who asks looks whether it is the same
   * @throws RefusedException also if, behind the first byte, what is there is not what was known
   *     any more
   * @throws BusyException if the server asks to come again
   */
  Answer get(String url, long from, ShardInfo known) throws IOException;

  /**
   * What a server gives.
   *
   * @param info of the whole shard
   * @param body its bytes from where they were asked for; the caller closes it
   */
  record Answer(ShardInfo info, InputStream body) {}
}
