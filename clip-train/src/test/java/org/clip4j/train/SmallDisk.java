package org.clip4j.train;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk, in memory, that something else fills up and leaves again. Files take room by the half
 * KiB.
 */
final class SmallDisk implements AutoCloseable {

  private static final int BLOCK = 512;

  private final FileSystem files;

  SmallDisk(long bytes) {
    files =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder()
                .setBlockSize(BLOCK)
                .setMaxSize(bytes)
                .setMaxCacheSize(0)
                .build());
  }

  /** A path on it. */
  Path path(String name) {
    return files.getPath("/" + name);
  }

  /** Fills it but for so many bytes. */
  void fillBut(long bytes) throws IOException {
    long free = Files.getFileStore(path("")).getUsableSpace();
    Files.write(path("somebody-elses"), new byte[Math.toIntExact(Math.max(0, free - bytes))]);
  }

  /** Makes room again. */
  void makeRoom() throws IOException {
    Files.delete(path("somebody-elses"));
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
