package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clip4j.data.loader.Position;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeWarningsTest {

  private static final String VECTOR = "Vector API, 8 lanes";

  @TempDir private Path folder;

  @BeforeEach
  void prepare() throws IOException {
    TinyRun.prepare(folder);
  }

  private TrainerState state(String kernels, String rows, String data, String... settings)
      throws IOException {
    RunConfig config = new TinyRuns(folder).with(settings);
    return new TrainerState(
        4, 32L, Position.START, 2, kernels, rows, "1", data, config.treeWithoutPaths(), null);
  }

  private static void assertOne(List<String> lines, String... said) {
    assertEquals(1, lines.size(), lines.toString());
    for (String words : said) {
      assertTrue(lines.get(0).contains(words), lines.get(0));
    }
  }

  @Test
  void nothingIsSaidWhereNothingChanged() throws IOException {
    assertEquals(
        List.of(),
        ResumeWarnings.of(
            state("cpu", VECTOR, "a"),
            state("cpu", VECTOR, "a", "data.train=[./tiny-000000.tar]", "log.every_steps=2")));
  }

  @Test
  void otherKernelsAreNamed() throws IOException {
    TrainerState then = state("cpu", VECTOR, "a");
    assertOne(ResumeWarnings.of(then, state("nd4j", "", "a")), "'cpu'", "'nd4j'", "bits");
    assertOne(
        ResumeWarnings.of(then, state("cpu", "plain loops", "a")), VECTOR, "plain loops", "bits");
    assertOne(
        ResumeWarnings.of(then, state("cpu", "Vector API, 16 lanes", "a")), VECTOR, "16 lanes");
  }

  @Test
  void anOlderStateSaysNothingOfRowKernels() throws IOException {
    assertEquals(List.of(), ResumeWarnings.of(state("cpu", null, "a"), state("cpu", VECTOR, "a")));
  }

  @Test
  void otherDataIsSaid() throws IOException {
    assertOne(
        ResumeWarnings.of(state("cpu", VECTOR, "a"), state("cpu", VECTOR, "b")), "shards", "order");
    String url = DataFingerprint.BY_VERSION + "a";
    assertOne(
        ResumeWarnings.of(state("cpu", VECTOR, "a"), state("cpu", VECTOR, url)), "cannot be told");
    assertEquals(
        List.of(), ResumeWarnings.of(state("cpu", VECTOR, url), state("cpu", VECTOR, url)));
  }

  @Test
  void anotherLengthChangesTheSchedule() throws IOException {
    assertOne(
        ResumeWarnings.of(state("cpu", VECTOR, "a"), state("cpu", VECTOR, "a", "train.steps=20")),
        "train.steps was 12 and is 20",
        "learning rate");
  }

  @Test
  void anotherConfigurationIsAnotherRun() throws IOException {
    assertOne(
        ResumeWarnings.of(state("cpu", VECTOR, "a"), state("cpu", VECTOR, "a", "optim.lr=0.1")),
        "optim.lr is 0.1, expected 0.002",
        "another run");
  }
}
