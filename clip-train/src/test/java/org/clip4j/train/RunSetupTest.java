package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSetupTest {

  @TempDir private Path folder;
  private TinyRuns runs;

  @BeforeEach
  void prepare() throws IOException {
    TinyRun.prepare(folder);
    runs = new TinyRuns(folder);
  }

  @Test
  void whatIsHeldEndsOnceAndTheLastFirst() {
    List<String> ended = new ArrayList<>();
    Held held = new Held();
    held.until(() -> ended.add("folder"));
    held.until(() -> ended.add("model"));
    held.close();
    held.close();
    assertEquals(List.of("model", "folder"), ended);
  }

  /** The last thing that can fail: weights that are read when all memory has been taken. */
  @Test
  void whatFailsLetsGoOfAllThatWasMadeBefore() throws IOException {
    Path first = folder.resolve("first");
    runs.train(runs.with("train.steps=1"), first);
    Path weights = first.resolve("checkpoints/last/open_clip_model.safetensors").toRealPath();
    byte[] bytes = Files.readAllBytes(weights);
    byte[] bad = bytes.clone();
    ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putFloat(bad.length - 4, Float.NaN);
    Files.write(weights, bad);
    RunConfig fineTuning = runs.with("model_init=first/checkpoints/last");
    RunConfig taught = runs.with("distill={model: first/checkpoints/last}");
    Path out = folder.resolve("out");
    for (RunConfig config : List.of(fineTuning, taught)) {
      for (int i = 0; i < 2; i++) {
        // The second time is no other: the folder is not locked any more.
        Exception e =
            assertThrows(Exception.class, () -> Trainer.start(config, folder, out, Progress.NONE));
        assertTrue(e.getMessage().contains("is NaN"), e.getMessage());
      }
    }
    Files.write(weights, bytes);
    runs.train(fineTuning, out);
    Files.write(out.resolve("checkpoints/last/trainer_state.json"), new byte[] {'{'});
    Files.delete(out.resolve("checkpoints/last/checksums.sha256"));
    for (Path list :
        List.of(
            out.resolve("checkpoints/step-000004/checksums.sha256"),
            out.resolve("checkpoints/step-000008/checksums.sha256"))) {
      Files.delete(list);
    }
    for (int i = 0; i < 2; i++) {
      Exception e = assertThrows(Exception.class, () -> runs.resume(fineTuning, out));
      assertTrue(e.getMessage().contains("trainer_state.json"), e.getMessage());
    }
  }
}
