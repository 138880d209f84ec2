package org.clip4j.examples.emoji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierRunTest {

  @TempDir private Path out;

  @Test
  void nothingIsLostAndThePairsStay() throws IOException {
    Files.createDirectory(out.resolve("shards"));
    EarlierRun.setAside(out);
    assertFalse(Files.exists(out.resolve("earlier-1")));
    for (String run : new String[] {"one", "two"}) {
      Files.writeString(out.resolve("eval.json"), run);
      Files.writeString(out.resolve("quarantine.jsonl"), run);
      Files.writeString(out.resolve("config-until-000500.yaml"), run);
      Files.createDirectories(out.resolve("checkpoints/step-000001"));
      EarlierRun.setAside(out);
      assertFalse(Files.exists(out.resolve("checkpoints")));
    }
    assertEquals("one", Files.readString(out.resolve("earlier-1/eval.json")));
    assertEquals("two", Files.readString(out.resolve("earlier-2/eval.json")));
    assertEquals("one", Files.readString(out.resolve("earlier-1/quarantine.jsonl")));
    assertEquals("one", Files.readString(out.resolve("earlier-1/config-until-000500.yaml")));
    assertTrue(Files.isDirectory(out.resolve("earlier-2/checkpoints/step-000001")));
    assertTrue(Files.isDirectory(out.resolve("shards")));
  }
}
