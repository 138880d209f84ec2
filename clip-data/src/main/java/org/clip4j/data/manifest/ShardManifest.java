package org.clip4j.data.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;

/**
 * The shards of a folder.
 *
 * @param version the form of the file: 1
 * @param shards sorted by name
 * @param samples of all shards together
 * @param bytes of all shards together; their sum where it is left out
 * @param settings how shards were made, by what their names begin with; may be left out
 */
public record ShardManifest(
    int version,
    List<Entry> shards,
    long samples,
    Long bytes,
    Map<String, Map<String, String>> settings) {

  /** What the file is called; it lies beside the shards. */
  public static final String FILE = "manifest.json";

  /** The only version there is. */
  public static final int VERSION = 1;

  /** Room for some 400,000 shards. */
  private static final int MAX_BYTES = 64 << 20;

  /**
   * One shard.
   *
   * @param name of its file, beside the manifest
   * @param samples how many it has
   * @param bytes its size as it is stored
   * @param sha256 of these bytes: 64 hexadecimal digits in lower case
   */
  public record Entry(String name, long samples, long bytes, String sha256) {

    private static final int MOST_NAME_CHARS = 255;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the name is not that of a file in the same folder, a
     *     number is negative, or the hash is none
     */
    public Entry {
      if (!isFileName(name)) {
        throw new IllegalArgumentException(
            "name "
                + (name == null ? "is missing" : "'" + name + "'")
                + ": expected a file's name");
      }
      if (samples < 0 || bytes < 0) {
        throw new IllegalArgumentException(
            name + ": " + samples + " samples in " + bytes + " bytes; neither can be negative");
      }
      if (sha256 == null || !SHA256.matcher(sha256).matches()) {
        throw new IllegalArgumentException(
            name + ": sha256 is not 64 hexadecimal digits in lower case");
      }
    }

    private static boolean isFileName(String name) {
      return name != null
          && !name.isEmpty()
          && name.length() <= MOST_NAME_CHARS
          && !name.equals(".")
          && !name.equals("..")
          && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
    }
  }

  /**
   * Checks the shards and their sums.
   *
   * @throws IllegalArgumentException naming the key that is wrong
   */
  public ShardManifest {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "version is " + version + ", expected " + VERSION + "; a newer clip4j may read it");
    }
    if (shards == null || shards.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("shards: expected a list of shards");
    }
    shards = List.copyOf(shards);
    checkNames(shards);
    checkSum("samples", samples, sum(shards, Entry::samples));
    long stored = sum(shards, Entry::bytes);
    bytes = bytes == null ? Long.valueOf(stored) : bytes;
    checkSum("bytes", bytes, stored);
    settings =
        settings == null ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  private static void checkNames(List<Entry> shards) {
    Set<String> seen = new HashSet<>();
    for (Entry shard : shards) {
      if (!seen.add(shard.name())) {
        throw new IllegalArgumentException("shards: '" + shard.name() + "' is there twice");
      }
    }
  }

  private static void checkSum(String key, long total, long sum) {
    if (total != sum) {
      throw new IllegalArgumentException(
          key + " is " + total + ", but its shards have " + sum + " together");
    }
  }

  /** Saturates, so that sums of hostile numbers do not come round to a small one. */
  private static long sum(List<Entry> shards, ToLongFunction<Entry> of) {
    return shards.stream()
        .mapToLong(of)
        .reduce(0, (a, b) -> a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b);
  }

  /** A manifest of no shards. */
  public static ShardManifest empty() {
    return new ShardManifest(VERSION, List.of(), 0, 0L, Map.of());
  }

  /**
   * The same with a set's shards in the place of those of its name.
   *
   * @param prefix what the set's shards' names begin with, before {@code -000000.tar}
   * @param shards of the set
   * @param how how they were made
   */
  public ShardManifest with(String prefix, List<Entry> shards, Map<String, String> how) {
    Pattern own = Pattern.compile(Pattern.quote(prefix) + "-[0-9]+\\.tar");
    List<Entry> all = new ArrayList<>(shards);
    this.shards.stream().filter(s -> !own.matcher(s.name()).matches()).forEach(all::add);
    all.sort(Comparator.comparing(Entry::name));
    Map<String, Map<String, String>> everyHow = new TreeMap<>(settings);
    everyHow.put(prefix, new LinkedHashMap<>(how));
    return new ShardManifest(VERSION, all, sum(all, Entry::samples), null, everyHow);
  }

  /** The shards by their names. */
  public Map<String, Entry> byName() {
    Map<String, Entry> byName = new LinkedHashMap<>();
    shards.forEach(shard -> byName.put(shard.name(), shard));
    return byName;
  }

  /**
   * Reads a manifest's text.
   *
   * @param source what errors call it
   * @throws ConfigException naming the key if it is not one
   */
  public static ShardManifest parse(String json, String source) {
    return StrictReader.read(StrictReader.parse(json, source), ShardManifest.class, source, "");
  }

  /**
   * Reads a folder's manifest.
   *
   * @return nothing where there is none
   * @throws IOException if it cannot be read, is not UTF-8 or larger than a manifest can be
   * @throws ConfigException naming file and key if it is not a manifest
   */
  public static Optional<ShardManifest> in(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Optional.of(read(bytes, file.toString()));
  }

  /**
   * Reads a manifest's bytes.
   *
   * @param source what errors call it
   * @throws IOException if they are not UTF-8 or more than a manifest can have
   * @throws ConfigException naming the key if they are not a manifest
   */
  public static ShardManifest read(byte[] bytes, String source) throws IOException {
    if (bytes.length > MAX_BYTES) {
      throw new IOException(
          source + ": more than the " + (MAX_BYTES >> 20) + " MiB that a manifest may have");
    }
    try {
      return parse(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), source);
    } catch (CharacterCodingException e) {
      throw new IOException(source + ": is not UTF-8", e);
    }
  }

  /**
   * Writes the manifest into a folder: aside, brought to the disk, and renamed.
   *
   * @throws IOException if it cannot be written; one that was there stays then
   */
  public void write(Path folder) throws IOException {
    Path aside = folder.resolve(FILE + ".unfinished");
    ByteBuffer text =
        ByteBuffer.wrap(
            StrictReader.print(StrictReader.write(this)).getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel =
        FileChannel.open(
            aside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
    Files.move(
        aside,
        folder.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
