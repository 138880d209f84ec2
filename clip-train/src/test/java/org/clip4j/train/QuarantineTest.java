package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardWriter;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineTest {

  @TempDir private Path folder;

  @Test
  void aReportIsGoneOnWith() throws IOException {
    Path file = folder.resolve("quarantine.jsonl");
    try (Quarantine first = Quarantine.open(file, false)) {
      first.samples().sample(Reason.CAPTION_MISSING, "s.tar", "a", 512, "blank");
      first.samples().sample(Reason.PICTURE_UNREADABLE, "s.tar", "b\n", 1024, "no \"picture\"");
    }
    String whole = Files.readString(file);
    assertEquals(
        "{\"shard\":\"s.tar\",\"key\":\"a\",\"offset\":512,\"reason\":\"caption_missing\","
            + "\"detail\":\"blank\"}",
        whole.lines().findFirst().orElseThrow());
    Files.writeString(file, "{\"shard\":\"half", StandardOpenOption.APPEND);
    try (Quarantine second = Quarantine.open(file, true)) {
      second.samples().sample(Reason.CAPTION_MISSING, "s.tar", "a", 512, "blank");
      assertEquals(whole, Files.readString(file), "known, and the half line is gone");
      assertEquals(2, second.samples().samples());
      second.samples().sample(Reason.CAPTION_MISSING, "s.tar", "c", 2048, "blank");
    }
    assertEquals(3, Files.readAllLines(file).size());
    Quarantine.open(file, false).close();
    assertEquals(0, Files.size(file), "a new run begins anew");
    Files.writeString(file, "something else\n");
    String line =
        assertThrows(IOException.class, () -> Quarantine.open(file, true).close()).getMessage();
    assertTrue(line.contains("move it away"), line);
  }

  @Test
  void aRunReportsEachBadSampleOnceThroughAResume() throws IOException {
    TinyRun.prepare(folder);
    try (ShardWriter writer = new ShardWriter(folder, "spoilt", 100, 1 << 20)) {
      writer.write(new Sample("b0", Map.of("txt", new byte[] {'x'})));
      writer.write(new Sample("b1", Map.of("png", new byte[] {1}, "txt", new byte[] {'x'})));
    }
    TinyRuns runs = new TinyRuns(folder);
    RunConfig config = runs.with("data.train=['tiny-{000000..000001}.tar', spoilt-000000.tar]");
    Path out = folder.resolve("run");
    runs.stopAt(config, 9, out);
    runs.resume(config, out);
    List<String> lines = Files.readAllLines(out.resolve("quarantine.jsonl"));
    assertEquals(2, lines.size(), lines.toString());
    assertEquals(2, new HashSet<>(lines).size());
    assertTrue(lines.stream().allMatch(line -> line.contains("spoilt-000000.tar")), lines + "");
  }
}
