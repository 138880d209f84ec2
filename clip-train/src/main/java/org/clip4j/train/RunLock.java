package org.clip4j.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second run out of a run's folder while the first goes on, as one that a supervisor starts
 * anew before the old one has ended. The lock is the operating system's: a killed process leaves
 * none behind.
 */
public final class RunLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder.
   *
   * @throws IOException if another run has it
   */
  static RunLock take(RunFolder folder) throws IOException {
    return take(folder.root(), folder.lock());
  }

  /**
   * Takes a folder for what writes there before a run begins, and behind its end.
   *
   * @param root the folder, which is there
   * @param file what is locked in its stead, another file than a run's own; made if it is not there
   * @throws IOException if another has it
   */
  public static RunLock take(Path root, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (isTaken(channel, file)) {
        throw new IOException(
            root
                + ": another run is writing here; wait for it or stop it, or choose another"
                + " folder");
      }
      return new RunLock(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean isTaken(FileChannel channel, Path file) {
    try {
      FileLock lock = channel.tryLock();
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      LOG.warn("{} cannot be locked ({}): see that no other run writes here", file, e.toString());
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("The run's lock: {}", e.toString());
    }
  }
}
