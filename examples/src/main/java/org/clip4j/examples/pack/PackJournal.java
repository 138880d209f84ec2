package org.clip4j.examples.pack;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.data.manifest.ShardManifest;

/**
 * What a set's packing has done so far, in a file beside its shards: a line of what it was asked
 * for, and one for each shard that is whole. Each line is on the disk before work goes on, so that
 * packing that was killed goes on behind the last whole shard. One process at a time has it open.
 */
final class PackJournal implements Closeable {

  private static final int VERSION = 1;

  /** A line is some 300 bytes and a shard; nobody has a million of them. */
  private static final long MAX_BYTES = 256L << 20;

  private final Path file;
  private final FileChannel channel;
  private final List<PackStand> stands = new ArrayList<>();
  private final List<Long> ends = new ArrayList<>();

  /**
   * The first line.
   *
   * @param version of the form
   * @param arguments all that the shards' bytes depend on
   */
  private record Begin(int version, Map<String, String> arguments) {
    Begin {
      if (version != VERSION) {
        throw new IllegalArgumentException("version is " + version + ", expected " + VERSION);
      }
      arguments = arguments == null ? Map.of() : new TreeMap<>(arguments);
    }
  }

  private PackJournal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  private static Path file(Path folder, String prefix) {
    return folder.resolve(prefix + "-pack.jsonl");
  }

  /** Whether a set has one: then its shards are its own, and else somebody's. */
  static boolean isIn(Path folder, String prefix) throws IOException {
    Path file = file(folder, prefix);
    return Files.exists(file) && Files.size(file) > 0;
  }

  /**
   * Opens a set's journal, or begins one. Shards that are not there any more, or not as they were,
   * are forgotten, and those behind them.
   *
   * @param arguments all that the shards' bytes depend on
   * @throws IOException if another process has it open
   * @throws ConfigException if it is not a journal, or whole shards were made with other arguments
   */
  static PackJournal open(Path folder, String prefix, Map<String, String> arguments)
      throws IOException {
    Path file = file(folder, prefix);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(channel, file);
      PackJournal journal = new PackJournal(file, channel);
      journal.read(folder, arguments);
      return journal;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void lock(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(file + ": another process is packing this set; wait for it to end");
    }
  }

  private void read(Path folder, Map<String, String> arguments) throws IOException {
    if (channel.size() > MAX_BYTES) {
      throw new IOException(file + ": too large for what it should be");
    }
    List<String> lines = lines();
    if (lines.isEmpty()) {
      begin(arguments);
      return;
    }
    Begin begin = parse(lines.get(0), 1, Begin.class);
    for (int i = 1; i < lines.size(); i++) {
      stands.add(parse(lines.get(i), i + 1, PackStand.class));
    }
    forgetLost(folder);
    Map<String, String> now = new TreeMap<>(arguments);
    if (!begin.arguments().equals(now)) {
      if (!shards().isEmpty()) {
        throw new ConfigException(file + ": " + refusal(begin.arguments(), now));
      }
      begin(arguments);
      return;
    }
    channel.truncate(ends.get(stands.size()));
    channel.position(ends.get(stands.size()));
  }

  /** Whole lines; what stands behind the last line's end was cut off by a kill. */
  private List<String> lines() throws IOException {
    ByteBuffer whole = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (whole.hasRemaining() && channel.read(whole, whole.position()) >= 0) {
      // A read may give less than there is.
    }
    byte[] bytes = whole.array();
    List<String> lines = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        lines.add(new String(bytes, begin, i - begin, StandardCharsets.UTF_8));
        begin = i + 1;
        ends.add((long) begin);
      }
    }
    return lines;
  }

  private <T> T parse(String line, int number, Class<T> type) {
    String source = file + ", line " + number;
    return StrictReader.read(StrictReader.parse(line, source), type, source, "");
  }

  private void begin(Map<String, String> arguments) throws IOException {
    stands.clear();
    channel.truncate(0);
    channel.position(0);
    append(new Begin(VERSION, arguments));
  }

  private void forgetLost(Path folder) throws IOException {
    for (int i = 0; i < stands.size(); i++) {
      ShardManifest.Entry shard = stands.get(i).shard();
      if (shard != null) {
        Path there = folder.resolve(shard.name());
        if (!Files.isRegularFile(there) || Files.size(there) != shard.bytes()) {
          stands.subList(i, stands.size()).clear();
        }
      }
    }
  }

  private static String refusal(Map<String, String> before, Map<String, String> now) {
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(now.keySet());
    List<String> changes = new ArrayList<>();
    for (String key : keys) {
      if (!Objects.equals(before.get(key), now.get(key))) {
        changes.add(
            key.endsWith("sha256")
                ? key.replace("_sha256", "") + " changed"
                : key + " was " + said(before.get(key)) + ", now " + said(now.get(key)));
      }
    }
    return "this set was begun otherwise ("
        + String.join("; ", changes)
        + "); go on as it was begun, choose another prefix or folder, or remove the set's files";
  }

  private static String said(String value) {
    return value == null ? "not given" : "'" + value + "'";
  }

  /** Where packing stands. */
  PackStand last() {
    return stands.isEmpty() ? PackStand.START : stands.get(stands.size() - 1);
  }

  /** The shards that are whole, in order. */
  List<ShardManifest.Entry> shards() {
    return stands.stream().map(PackStand::shard).filter(Objects::nonNull).toList();
  }

  void add(PackStand stand) throws IOException {
    append(stand);
    stands.add(stand);
  }

  private void append(Object line) throws IOException {
    ByteBuffer text =
        ByteBuffer.wrap((StrictReader.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
    while (text.hasRemaining()) {
      channel.write(text);
    }
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
