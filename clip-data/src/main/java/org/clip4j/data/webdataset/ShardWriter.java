package org.clip4j.data.webdataset;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clip4j.data.manifest.ShardManifest;

/**
 * Writes samples to shards {@code PREFIX-000000.tar}, {@code PREFIX-000001.tar} and so on. Each is
 * written under a temporary name, brought to the disk and renamed when it is whole, so that a file
 * under a shard's name is always a whole shard. The bytes depend on the samples alone: no time,
 * owner or host. Not safe for use by several threads.
 *
 * <p>When writing fails (no space left), the shards renamed before stay, the unfinished one is
 * removed, and the error says what stands.
 */
public final class ShardWriter implements AutoCloseable {

  /** What a shard's unfinished file is called: its name and this. */
  static final String UNFINISHED = ".unfinished";

  /** Opens the file that a shard is written to; tests put faults here. */
  @FunctionalInterface
  interface Opener {
    OutputStream open(Path file) throws IOException;
  }

  /** Is told of each shard that is whole, under its own name and on the disk. */
  @FunctionalInterface
  public interface Listener {
    /** A shard is whole; what this throws ends the writing. */
    void whole(ShardManifest.Entry shard) throws IOException;
  }

  private final Path folder;
  private final String prefix;
  private final int maxSamples;
  private final long maxBytes;
  private final Opener opener;
  private final List<ShardManifest.Entry> shards = new ArrayList<>();
  private Listener listener = shard -> {};
  private TarShard current;
  private String lastKey;
  private long written;
  private boolean closed;

  /**
   * Prepares to write; the folder is made where it does not exist.
   *
   * @param folder where the shards go
   * @param prefix what their names begin with; no path separators
   * @param maxSamples the most samples in a shard
   * @param maxBytes the most bytes in a shard; a larger sample gets a shard of its own
   * @throws FileAlreadyExistsException if the folder has a shard of this prefix: two data sets are
   *     never mixed
   * @throws IOException if the folder cannot be made
   * @throws IllegalArgumentException if a bound is not positive or the prefix cannot be a file's
   *     name
   */
  public ShardWriter(Path folder, String prefix, int maxSamples, long maxBytes) throws IOException {
    this(folder, prefix, maxSamples, maxBytes, TarShard::openSynced);
  }

  ShardWriter(Path folder, String prefix, int maxSamples, long maxBytes, Opener opener)
      throws IOException {
    this(List.of(), folder, prefix, maxSamples, maxBytes, opener);
    refuseOlderShards();
  }

  private ShardWriter(
      List<ShardManifest.Entry> before,
      Path folder,
      String prefix,
      int maxSamples,
      long maxBytes,
      Opener opener)
      throws IOException {
    if (maxSamples <= 0 || maxBytes <= 0) {
      throw new IllegalArgumentException(
          "a shard's bounds must be positive: " + maxSamples + " samples, " + maxBytes + " bytes");
    }
    SampleNames.checkPrefix(prefix);
    this.folder = folder;
    this.prefix = prefix;
    this.maxSamples = maxSamples;
    this.maxBytes = maxBytes;
    this.opener = opener;
    this.shards.addAll(before);
    this.written = before.stream().mapToLong(ShardManifest.Entry::samples).sum();
    Files.createDirectories(folder);
  }

  /**
   * Goes on behind shards that an earlier writer finished. What else there is of this prefix is
   * what was left of that writer, and is written anew.
   *
   * @param before the shards that stand, the first ones of this prefix
   * @throws IOException if the folder cannot be made
   */
  public static ShardWriter behind(
      List<ShardManifest.Entry> before, Path folder, String prefix, int maxSamples, long maxBytes)
      throws IOException {
    return new ShardWriter(before, folder, prefix, maxSamples, maxBytes, TarShard::openSynced);
  }

  /** Tells somebody of each shard that is whole from here on. */
  public ShardWriter telling(Listener of) {
    listener = of;
    return this;
  }

  /**
   * Checks what shards' names are to begin with.
   *
   * @throws IllegalArgumentException if it cannot be a file's name
   */
  public static void checkPrefix(String prefix) {
    SampleNames.checkPrefix(prefix);
  }

  private void refuseOlderShards() throws IOException {
    try (var files =
        Files.newDirectoryStream(folder, file -> isShard(file.getFileName().toString()))) {
      for (Path file : files) {
        throw new FileAlreadyExistsException(
            file.toString(),
            null,
            "a shard of this prefix is there already; remove it or choose another prefix or"
                + " folder");
      }
    }
  }

  private boolean isShard(String name) {
    return name.startsWith(prefix + "-")
        && name.endsWith(".tar")
        && name.substring(prefix.length() + 1, name.length() - 4).matches("[0-9]+");
  }

  /**
   * Writes one sample.
   *
   * @param key the sample's key; relative, with {@code /} between components, none of them empty or
   *     {@code ..}, and no dot in the last
   * @param parts contents by part name, written in the map's order
   * @throws IOException if it cannot be written; the message says which shards stand, and the
   *     writer takes no more samples
   * @throws IllegalArgumentException if the key or a part's name would not be read back as it is,
   *     or the key is the last one's
   */
  public void write(String key, Map<String, byte[]> parts) throws IOException {
    if (closed) {
      throw new IllegalStateException("the shard writer is closed");
    }
    SampleNames.check(key, parts);
    if (key.equals(lastKey)) {
      throw new IllegalArgumentException(
          "key '" + BadSamples.printable(key) + "' twice in a row: it would be read as one sample");
    }
    long bytes = TarShard.bytes(key, parts);
    if (current != null
        && (current.samples() == maxSamples || current.bytes() + bytes > maxBytes)) {
      finish();
    }
    try {
      if (current == null) {
        current = new TarShard(folder.resolve(name() + UNFINISHED), opener);
      }
      current.write(key, parts);
    } catch (IOException e) {
      throw failed(e);
    }
    lastKey = key;
  }

  /**
   * Writes one sample under its own key.
   *
   * @throws IOException as {@link #write(String, Map)}
   */
  public void write(Sample sample) throws IOException {
    write(sample.key(), sample.parts());
  }

  /** Returns the shards that are whole, in order. */
  public List<Path> shards() {
    return shards.stream().map(shard -> folder.resolve(shard.name())).toList();
  }

  /** Returns what the shards that are whole are like, in order. */
  public List<ShardManifest.Entry> entries() {
    return List.copyOf(shards);
  }

  /** Returns how many samples are in whole shards. */
  public long samples() {
    return written;
  }

  private String name() {
    return String.format("%s-%06d.tar", prefix, shards.size());
  }

  private void finish() throws IOException {
    ShardManifest.Entry whole;
    try {
      current.finish();
      whole = current.entry(name());
      Files.move(current.file(), folder.resolve(whole.name()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed(e);
    }
    written += current.samples();
    shards.add(whole);
    current = null;
    try {
      listener.whole(whole);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Gives the unfinished shard up; whole ones stay. No more samples are taken. */
  public void discard() {
    closed = true;
    if (current != null) {
      current.discard();
      current = null;
    }
  }

  private IOException failed(IOException cause) {
    discard();
    return new IOException(
        "cannot write shard "
            + folder.resolve(name())
            + ": "
            + cause.getMessage()
            + "; "
            + shards.size()
            + " shards with "
            + written
            + " samples before it are whole. Make room or choose another folder, and run again",
        cause);
  }

  /**
   * Finishes the last shard. After a failed write it only tidies up.
   *
   * @throws IOException if the last shard cannot be written
   */
  @Override
  public void close() throws IOException {
    if (!closed && current != null) {
      finish();
    }
    closed = true;
  }
}
