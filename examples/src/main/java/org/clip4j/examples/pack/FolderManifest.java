package org.clip4j.examples.pack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.clip4j.data.manifest.ShardManifest;

/** A folder's manifest, to which sets that share the folder add one after the other. */
final class FolderManifest {

  private FolderManifest() {}

  /** Adds a set, or puts it in its own place; processes that do so at once wait for one another. */
  static synchronized void put(
      Path folder, String prefix, List<ShardManifest.Entry> shards, Map<String, String> how)
      throws IOException {
    Path lock = folder.resolve("." + ShardManifest.FILE + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      read(folder).with(prefix, shards, how).write(folder);
    }
  }

  /** The manifest as it is, or an empty one. */
  static ShardManifest read(Path folder) throws IOException {
    return ShardManifest.in(folder).orElseGet(ShardManifest::empty);
  }
}
