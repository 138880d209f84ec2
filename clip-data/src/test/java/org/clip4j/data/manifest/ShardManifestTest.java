package org.clip4j.data.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.data.manifest.ShardManifest.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardManifestTest {

  private static final String HASH = "0123456789abcdef".repeat(4);

  @TempDir private Path folder;

  private static Entry entry(String name, long samples, long bytes) {
    return new Entry(name, samples, bytes, HASH);
  }

  private static String json(String shards, String rest) {
    return "{\"version\":1,\"shards\":[" + shards + "]," + rest + "}";
  }

  private static String shard(String name, String samples, String bytes, String sha256) {
    return "{\"name\":\""
        + name
        + "\",\"samples\":"
        + samples
        + ",\"bytes\":"
        + bytes
        + ",\"sha256\":\""
        + sha256
        + "\"}";
  }

  private static String refusal(String json) {
    return assertThrows(ConfigException.class, () -> ShardManifest.parse(json, "m.json"))
        .getMessage();
  }

  @Test
  void theShortestFormIsRead() {
    ShardManifest read =
        ShardManifest.parse(
            json(
                shard("a-000000.tar", "1000", "123", HASH)
                    + ","
                    + shard("a-000001.tar", "7", "20", HASH),
                "\"samples\":1007"),
            "m.json");
    assertEquals(
        List.of(entry("a-000000.tar", 1000, 123), entry("a-000001.tar", 7, 20)), read.shards());
    assertEquals(143, read.bytes());
    assertEquals(7, read.byName().get("a-000001.tar").samples());
  }

  @Test
  void whatIsWrittenIsReadAgainInTheSameKeys() throws IOException {
    ShardManifest written =
        ShardManifest.empty()
            .with("b", List.of(entry("b-000000.tar", 3, 30)), Map.of("resize", "224"))
            .with("a", List.of(entry("a-000000.tar", 2, 20)), Map.of());
    written.write(folder);
    assertEquals(Optional.of(written), ShardManifest.in(folder));
    var tree = StrictReader.parse(Files.readString(folder.resolve("manifest.json")), "it");
    assertEquals(1, tree.path("version").asInt());
    assertEquals(5, tree.path("samples").asLong());
    assertEquals("a-000000.tar", tree.path("shards").path(0).path("name").asText());
    assertEquals(HASH, tree.path("shards").path(1).path("sha256").asText());
    assertEquals("224", tree.path("settings").path("b").path("resize").asText());
    assertFalse(Files.exists(folder.resolve("manifest.json.unfinished")));
  }

  @Test
  void aSetTakesThePlaceOfItselfAndOfNoOther() {
    ShardManifest both =
        ShardManifest.empty()
            .with("a", List.of(entry("a-000000.tar", 1, 1), entry("a-000001.tar", 1, 1)), Map.of())
            .with("a-b", List.of(entry("a-b-000000.tar", 5, 5)), Map.of());
    ShardManifest again = both.with("a", List.of(entry("a-000000.tar", 9, 9)), Map.of());
    assertEquals(
        List.of(entry("a-000000.tar", 9, 9), entry("a-b-000000.tar", 5, 5)), again.shards());
    assertEquals(14, again.samples());
  }

  @Test
  void noFileIsNoManifest() throws IOException {
    assertEquals(Optional.empty(), ShardManifest.in(folder));
  }

  @ParameterizedTest
  @CsvSource({
    "../a.tar, 1, 1",
    "/a.tar, 1, 1",
    "a\\\\b.tar, 1, 1",
    ".., 1, 1",
    "'', 1, 1",
    "a\\u0000.tar, 1, 1",
    "a.tar, -1, 1",
    "a.tar, 1, -1",
    "a.tar, 1.5, 1",
    "a.tar, 1e400, 1",
    "a.tar, 99999999999999999999, 1",
    "a.tar, \"1\", 1",
  })
  void aShardThatCannotBeIsRefusedByItsPlace(String name, String samples, String bytes) {
    String said = refusal(json(shard(name, samples, bytes, HASH), "\"samples\":1"));
    assertTrue(said.startsWith("m.json: shards[0]"), said);
    assertEquals(1, said.lines().count(), said);
  }

  @Test
  void hashesAreWhole() {
    for (String wrong : List.of("", "ab", HASH.toUpperCase(java.util.Locale.ROOT), HASH + "0")) {
      assertTrue(
          refusal(json(shard("a.tar", "1", "1", wrong), "\"samples\":1")).contains("sha256"));
    }
  }

  @Test
  void sumsAreChecked() {
    String one = shard("a.tar", "2", "3", HASH);
    assertTrue(refusal(json(one, "\"samples\":3")).contains("samples is 3"));
    assertTrue(refusal("{\"version\":1,\"shards\":[" + one + "]}").contains("samples is 0"));
    assertTrue(refusal(json(one, "\"samples\":2,\"bytes\":4")).contains("bytes is 4"));
    String huge = Long.toString(Long.MAX_VALUE);
    String wrap =
        shard("a.tar", huge, "1", HASH)
            + ","
            + shard("b.tar", huge, "1", HASH)
            + ","
            + shard("c.tar", "4", "1", HASH);
    assertTrue(refusal(json(wrap, "\"samples\":2")).contains("samples is 2"));
  }

  @Test
  void whatIsNoManifestIsRefused() {
    String one = shard("a.tar", "1", "1", HASH);
    assertTrue(refusal("[]").contains("expected a JSON object"));
    assertTrue(refusal("{\"version\":2,\"shards\":[],\"samples\":0}").contains("version is 2"));
    assertTrue(refusal("{\"version\":1,\"samples\":0}").contains("shards"));
    assertTrue(refusal(json("null", "\"samples\":0")).contains("shards"));
    assertTrue(refusal(json(one + "," + one, "\"samples\":2")).contains("'a.tar' is there twice"));
    assertTrue(
        refusal(json(one, "\"samples\":1,\"sampels\":1")).contains("did you mean 'samples'"));
    refusal("[".repeat(100_000));
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    Files.write(folder.resolve("manifest.json"), new byte[] {'{', (byte) 0xff, '}'});
    IOException e = assertThrows(IOException.class, () -> ShardManifest.in(folder));
    assertTrue(e.getMessage().endsWith("manifest.json: is not UTF-8"), e.getMessage());
  }

  @Test
  void moreThanAManifestCanHaveIsNotParsed() {
    IOException e =
        assertThrows(
            IOException.class, () -> ShardManifest.read(new byte[(64 << 20) + 1], "m.json"));
    assertTrue(e.getMessage().contains("64 MiB"), e.getMessage());
  }
}
