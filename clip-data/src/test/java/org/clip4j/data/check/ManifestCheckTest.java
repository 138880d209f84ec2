package org.clip4j.data.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.clip4j.data.check.CheckReport.ShardCounts;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.manifest.ShardManifest.Entry;
import org.clip4j.data.source.ShardSources;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards held against the manifest beside them. */
class ManifestCheckTest {

  private static final int SAMPLES = 3;

  @TempDir private Path folder;
  private Path shard;

  @BeforeEach
  void write() throws IOException {
    shard = folder.resolve("a-000000.tar");
    try (Shards shards = new Shards(folder, "a")) {
      for (int i = 0; i < SAMPLES; i++) {
        shards.pair("k" + i, Shards.picture("png", 8, 8, i), "png", "caption " + i);
      }
    }
  }

  /** The truth of a file. */
  private static Entry entry(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    return new Entry(file.getFileName().toString(), SAMPLES, bytes.length, hash);
  }

  private void manifest(Entry... entries) throws IOException {
    ShardManifest.empty().with("a", List.of(entries), Map.of()).write(folder);
  }

  private List<ShardCounts> check(Path... shards) throws IOException {
    List<String> names = Arrays.stream(shards).map(Path::toString).toList();
    return report(names).shards();
  }

  private static CheckReport report(List<String> names) throws IOException {
    return new DataCheck(CheckOptions.of(names, 2), ShardSources.standard(), name -> -1)
        .run(bad -> {}, (bytes, samples, bad) -> {});
  }

  @Test
  void whatItSaysHolds() throws Exception {
    Path packed = folder.resolve("b.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(shard, out);
    }
    // What follows an archive's end is not unpacked, but is in the file.
    Path longer = Files.copy(shard, folder.resolve("c.tar"));
    try (RandomAccessFile file = new RandomAccessFile(longer.toFile(), "rw")) {
      file.setLength(file.length() + 300_000);
    }
    Path other = Files.copy(shard, folder.resolve("d.tar"));
    manifest(entry(shard), entry(packed), entry(longer));
    List<ShardCounts> found = check(shard, packed, longer, other);
    for (ShardCounts each : found.subList(0, 3)) {
      assertEquals(List.of(), each.manifest(), each.shard());
      assertTrue(each.isGood());
    }
    assertNull(found.get(3).manifest(), "it does not name it");
    Files.delete(folder.resolve(ShardManifest.FILE));
    assertNull(check(shard).get(0).manifest());
  }

  @Test
  void aByteThatNoSampleHasIsFoundByTheHash() throws Exception {
    manifest(entry(shard));
    try (RandomAccessFile file = new RandomAccessFile(shard.toFile(), "rw")) {
      file.seek(file.length() - 5);
      file.write(1);
    }
    CheckReport report = report(List.of(shard.toString()));
    assertEquals(SAMPLES, report.all().pairs());
    assertFalse(report.isGood());
    assertEquals(
        List.of("other bytes: their SHA-256 is another"), report.shards().get(0).manifest());
  }

  @Test
  void otherNumbersAreNamed() throws Exception {
    Entry truth = entry(shard);
    long bytes = truth.bytes();
    manifest(new Entry(truth.name(), 4, bytes, truth.sha256()));
    assertEquals(List.of("3 samples, not 4"), check(shard).get(0).manifest());
    manifest(new Entry(truth.name(), 2, bytes + 1, truth.sha256()));
    assertEquals(
        List.of("3 samples, not 2", bytes + " bytes, not " + (bytes + 1)),
        check(shard).get(0).manifest());
    manifest(new Entry(truth.name(), 3, bytes - 1, truth.sha256()));
    assertEquals(
        List.of("more than its " + (bytes - 1) + " bytes"), check(shard).get(0).manifest());
  }

  @Test
  void aShardThatIsCutOffIsBadInBothWays() throws Exception {
    manifest(entry(shard), new Entry("none.tar", 1, 1, "0".repeat(64)));
    long whole = Files.size(shard);
    try (RandomAccessFile file = new RandomAccessFile(shard.toFile(), "rw")) {
      file.setLength(2000);
    }
    List<ShardCounts> found = check(shard, folder.resolve("none.tar"));
    List<String> differences = new ArrayList<>(found.get(0).manifest());
    assertEquals("2000 bytes, not " + whole, differences.get(1));
    assertEquals(Map.of("shard_damaged", 1L), found.get(0).counts().bad());
    assertEquals(List.of(), found.get(1).manifest(), "it is not there");
    assertFalse(found.get(1).isGood());
  }
}
