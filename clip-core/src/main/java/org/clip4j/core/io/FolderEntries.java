package org.clip4j.core.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What is in a folder, under which names. */
public final class FolderEntries {

  private FolderEntries() {}

  /**
   * Forces a folder's own entries to disk, where the system can: a new name itself is then to last
   * through a loss of power.
   *
   * @throws IOException if the disk fails
   */
  public static void force(Path folder) throws IOException {
    if (folder.getFileSystem() != FileSystems.getDefault()) {
      // Only the system's own folders are files that can be opened.
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException e) {
      // Windows opens no folders, and needs none of this: its file system logs the rename.
      return;
    }
  }
}
