package org.clip4j.examples.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clip4j.core.json.ConfigException;
import org.clip4j.data.manifest.ShardManifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderManifestTest {

  @TempDir private Path folder;

  @Test
  void setsThatEndAtOnceAreAllInIt() throws IOException {
    IntStream.range(0, 40)
        .parallel()
        .forEach(
            i -> {
              String prefix = "set" + i;
              ShardManifest.Entry shard =
                  new ShardManifest.Entry(prefix + "-000000.tar", i, 10, "0".repeat(64));
              try {
                FolderManifest.put(folder, prefix, List.of(shard), Map.of());
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    ShardManifest all = ShardManifest.in(folder).orElseThrow();
    assertEquals(40, all.shards().size());
    assertEquals(780, all.samples());
    assertEquals(40, all.settings().size());
  }

  @Test
  void aManifestOfAnotherKindIsRefusedBeforeAnyWork() throws IOException {
    Path images = folder.resolve("images");
    Path table = PackData.table(images, 3);
    Path out = Files.createDirectories(folder.resolve("out"));
    Files.writeString(out.resolve("manifest.json"), "{\"name\": \"an extension\"}");
    PackOptions options = PackData.options(Optional.of(images), Optional.of(table), out);
    ConfigException e = assertThrows(ConfigException.class, () -> PackData.pack(options));
    assertTrue(e.getMessage().contains("manifest.json"), e.getMessage());
    try (var files = Files.list(out)) {
      assertEquals(1, files.count());
    }
  }
}
