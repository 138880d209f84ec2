package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.clip4j.train.config.RunConfig;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.optim.AdamW;
import org.clip4j.train.optim.AdamWConfig;
import org.clip4j.train.optim.DecayRule;
import org.clip4j.train.optim.GradientClipping;
import org.clip4j.train.optim.Tower;
import org.clip4j.train.optim.TowerLock;
import org.clip4j.train.optim.TowerRates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A locked encoder of which the last groups learn: open_clip's unlocked groups. */
class UnlockedGroupsTest {

  private static final int LAYERS = 3;
  private static final ModelConfig CONFIG =
      new ModelConfig(
          8,
          false,
          new VisionConfig(16, 4, 16, LAYERS, 8, 2, 0.5),
          new TextConfig(9, 40, 16, 2, LAYERS, 2));

  /** Every encoder with every number of its groups, none to all. */
  static List<Arguments> locks() {
    List<Arguments> all = new ArrayList<>();
    for (Tower tower : Tower.values()) {
      for (int unlocked = 0; unlocked <= LAYERS + 2; unlocked++) {
        all.add(Arguments.of(TowerLock.of(CONFIG, tower, unlocked)));
      }
    }
    return all;
  }

  /** The groups by name, as open_clip has them, last first. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IMAGE | 1 | proj",
        "IMAGE | 2 | transformer.resblocks.2 ln_post",
        "IMAGE | 3 | transformer.resblocks.1",
        "IMAGE | 4 | transformer.resblocks.0",
        "IMAGE | 5 | conv1 class_embedding positional_embedding ln_pre",
        "TEXT  | 1 | text_projection",
        "TEXT  | 2 | transformer.resblocks.2 ln_final",
        "TEXT  | 3 | transformer.resblocks.1",
        "TEXT  | 4 | transformer.resblocks.0",
        "TEXT  | 5 | token_embedding positional_embedding",
      })
  void oneMoreGroupIsUnlocked(Tower tower, int unlocked, String names) {
    TowerLock more = TowerLock.of(CONFIG, tower, unlocked);
    TowerLock less = TowerLock.of(CONFIG, tower, unlocked - 1);
    TreeSet<String> modules = new TreeSet<>();
    for (Parameter p : ClipModel.declare(CONFIG).all()) {
      if (less.keeps(p) && !more.keeps(p)) {
        modules.add(
            p.name()
                .replaceFirst("^visual\\.", "")
                .replaceFirst("^(transformer\\.resblocks\\.\\d+|[a-z]\\w+)\\..*", "$1"));
      }
      assertTrue(less.keeps(p) || !more.keeps(p), p.name());
    }
    assertEquals(new TreeSet<>(List.of(names.split(" "))), modules);
  }

  /** What learns gets the gradients of a model without a lock, bit for bit; all else gets none. */
  @ParameterizedTest
  @MethodSource("locks")
  void whatLearnsGetsTheGradientsItAlwaysGot(TowerLock lock) {
    for (boolean checkpointing : new boolean[] {false, true}) {
      for (int micro : new int[] {8, 2}) {
        List<INDArray> free = gradients(StepOptions.of(checkpointing), micro);
        List<INDArray> found = gradients(StepOptions.of(checkpointing).with(lock), micro);
        List<Parameter> parameters = ClipModel.declare(CONFIG).all();
        for (int i = 0; i < parameters.size(); i++) {
          if (lock.keeps(parameters.get(i))) {
            assertNotEquals(0, free.get(i).norm2Number().doubleValue(), parameters.get(i).name());
            assertEquals(0, found.get(i).norm2Number().doubleValue(), 0, parameters.get(i).name());
          } else {
            assertEquals(free.get(i), found.get(i), parameters.get(i).name());
          }
        }
      }
    }
  }

  private static List<INDArray> gradients(StepOptions options, int micro) {
    try (ClipModel model = new ClipModel(CONFIG, DataType.FLOAT, true);
        AdamW optimizer = optimizer(model, options.lock());
        TrainStep step = step(model, optimizer, KernelSelector.of(DataType.FLOAT), options)) {
      model.initialize(1);
      step.run(new ArrayBatch(CONFIG, 8, 1).in(micro), 1e-3, PhaseListener.NONE);
      return model.parameters().all().stream().map(p -> p.gradient().copy()).toList();
    }
  }

  private static AdamW optimizer(ClipModel model, Optional<TowerLock> lock) {
    AdamWConfig config = new AdamWConfig(0.9, 0.98, 1e-6, 0.2, DecayRule.MATRICES);
    return new AdamW(model.parameters(), config, new TowerRates(1, 1, lock));
  }

  private static TrainStep step(
      ClipModel model, AdamW optimizer, Kernels kernels, StepOptions options) {
    return new TrainStep(
        model, new InfoNceLoss(), optimizer, new GradientClipping(1), kernels, 3, options);
  }

  /** Neither gradients nor decay nor moments move what is locked; all else moves. */
  @ParameterizedTest
  @MethodSource("locks")
  void whatIsLockedKeepsItsBits(TowerLock lock) {
    StepOptions options = StepOptions.of(false).with(lock);
    try (ClipModel model = new ClipModel(CONFIG, DataType.FLOAT, true);
        AdamW optimizer = optimizer(model, options.lock());
        TrainStep step = step(model, optimizer, KernelSelector.of(DataType.FLOAT), options)) {
      model.initialize(1);
      List<INDArray> before = model.parameters().all().stream().map(p -> p.value().copy()).toList();
      for (int i = 0; i < 3; i++) {
        step.run(new ArrayBatch(CONFIG, 8, i).in(i == 0 ? 8 : 4), 1e-3, PhaseListener.NONE);
      }
      List<Parameter> all = model.parameters().all();
      for (int i = 0; i < all.size(); i++) {
        Parameter p = all.get(i);
        assertEquals(lock.keeps(p), before.get(i).equals(p.value().copy()), p.name());
        assertEquals(!lock.keeps(p), optimizer.moments().containsKey("exp_avg." + p.name()));
      }
    }
  }

  /** The backward pass ends at the first group that learns: nothing before it is computed. */
  @ParameterizedTest
  @CsvSource({"IMAGE, 0", "IMAGE, 1", "IMAGE, 2", "IMAGE, 3", "TEXT, 1", "TEXT, 2", "TEXT, 4"})
  void whatNeedsNoGradientIsNotComputed(Tower tower, int unlocked) {
    Map<String, Integer> free = calls(StepOptions.of(false));
    Map<String, Integer> found =
        calls(StepOptions.of(false).with(TowerLock.of(CONFIG, tower, unlocked)));
    // The last block reads one row a sequence, the others all.
    int last = unlocked >= 2 ? 1 : 0;
    int others = Math.max(0, unlocked - 2);
    assertEquals(
        free.get("queryAttentionBackward") - 1 + last,
        found.getOrDefault("queryAttentionBackward", 0));
    assertEquals(
        free.get("attentionBackward") - (LAYERS - 1) + others,
        found.getOrDefault("attentionBackward", 0));
    int ownNorms = 2 * (last + others) + last;
    int norms = 2 * LAYERS + 1 + (tower == Tower.IMAGE ? 1 : 0);
    assertEquals(free.get("layerNormBackward") - norms + ownNorms, found.get("layerNormBackward"));
    assertEquals(
        free.get("normalizeRowsBackward") - (unlocked == 0 ? 1 : 0),
        found.get("normalizeRowsBackward"));
    // No picture's or caption's token is traced back to its embedding.
    int picked = found.get("scatterAddRows");
    assertTrue(picked < free.get("scatterAddRows"), picked + " of " + free);
  }

  /** How often each kernel was called in a step. */
  private static Map<String, Integer> calls(StepOptions options) {
    Map<String, Integer> calls = new TreeMap<>();
    try (ClipModel model = new ClipModel(CONFIG, DataType.FLOAT, true);
        AdamW optimizer = optimizer(model, options.lock());
        TrainStep step = step(model, optimizer, CountedKernels.into(calls), options)) {
      model.initialize(1);
      step.run(new ArrayBatch(CONFIG, 8, 1).in(8), 1e-3, PhaseListener.NONE);
    }
    return calls;
  }

  @Test
  void whatIsLockedKeepsNothingForABackwardPass() {
    List<Long> bytes = new ArrayList<>();
    for (int unlocked : new int[] {0, 1, 3, LAYERS + 2}) {
      StepOptions options = StepOptions.of(false).with(TowerLock.of(CONFIG, Tower.IMAGE, unlocked));
      try (ClipModel model = new ClipModel(CONFIG, DataType.FLOAT, true);
          BatchGradients gradients =
              new BatchGradients(
                  model, new InfoNceLoss(), KernelSelector.of(DataType.FLOAT), options)) {
        model.initialize(1);
        ArrayBatch batch = new ArrayBatch(CONFIG, 32, 1);
        gradients.run(batch.pixels(), batch.packed());
        bytes.add(gradients.mostUsedBytes());
      }
    }
    assertTrue(bytes.get(1) < bytes.get(2) && bytes.get(2) < bytes.get(3), bytes.toString());
    assertTrue(bytes.get(1) - bytes.get(0) < bytes.get(0) / 20, bytes.toString());
  }

  @Test
  void moreThanThereAreIsRefused(@TempDir Path folder) throws IOException {
    TinyRun.prepare(folder);
    TinyRuns runs = new TinyRuns(folder);
    TinyRuns image = runs.having("train.lock=image");
    image.with("train.unlocked_groups=4");
    image.requireRefused(
        "the image encoder has 4 (the embeddings, each block", "train.unlocked_groups=5");
    image.requireRefused(
        "train.unlocked_groups is to be at least 0, not -1", "train.unlocked_groups=-1");
    runs.requireRefused(
        "the text encoder has 3 (the embeddings, each block",
        "train.lock=text",
        "train.unlocked_groups=4");
    runs.requireRefused("nothing is locked: set train.lock", "train.unlocked_groups=1");
  }

  @Test
  void aRunResumesBitForBitAndItsGroupsStay(@TempDir Path folder) throws IOException {
    TinyRun.prepare(folder);
    TinyRuns runs = new TinyRuns(folder).having("train.lock=image");
    Path stopped = runs.requireSameStoppedAndResumed(runs.with("train.unlocked_groups=2"), 5);
    RunConfig less = runs.with("train.unlocked_groups=1");
    ConfigException e = assertThrows(ConfigException.class, () -> runs.resume(less, stopped));
    assertTrue(
        e.getMessage().startsWith("train.unlocked_groups is 1, in the checkpoint's run it was 2"),
        e.getMessage());
  }
}
