package org.clip4j.train.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.clip4j.core.json.ConfigException;
import org.clip4j.train.optim.DecayRule;
import org.clip4j.train.optim.WarmupCosine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunConfigTest {

  private static final String MINIMAL =
      """
      model: ViT-Micro-8-32
      data:
        train: ["shards/train-{000000..000003}.tar"]
      train:
        steps: 100
        batch: 32
      """;

  @TempDir private Path folder;

  @Test
  void whatIsLeftOutTakesItsDefault() throws IOException {
    RunConfig config = read(MINIMAL);
    assertEquals(100, config.train().steps());
    assertEquals(0, config.train().seed());
    assertEquals(5e-4, config.optim().lr());
    assertEquals(DecayRule.MATRICES, config.optim().decayRule());
    assertEquals(new WarmupCosine(5e-4, 5, 100), config.optim().schedule(100));
    assertEquals(32, config.modelCfg().visionCfg().imageSize());
    assertEquals(32, config.preprocess().size());
    assertEquals(new LossConfig("infonce", 1024), config.loss());
    assertEquals(List.of("{}"), config.data().templates());
  }

  @Test
  void theSigmoidLossTakesAModelWithABias() throws IOException {
    String model =
        "{embed_dim: 8, vision_cfg: {}, text_cfg: {}, init_logit_scale: 2.3, init_logit_bias: -10}";
    RunConfig config =
        read(MINIMAL.replace("model: ViT-Micro-8-32", "model_cfg: " + model), "loss.name=sigmoid");
    assertEquals("sigmoid", config.loss().loss().name());
    assertEquals(-10, config.modelCfg().initLogitBias());
    Path written = folder.resolve("written.yaml");
    config.write(written);
    assertEquals(config.tree(), RunConfig.read(written, List.of()).tree());
  }

  @Test
  void writtenAndReadAgainItIsTheSame() throws IOException {
    RunConfig config =
        read(
            MINIMAL
                + """
                optim:
                  lr: 0.002
                  decay_rule: matrices_except_embeddings
                preprocess_cfg:
                  mean: [0.5, 0.5, 0.5]
                """);
    Path written = folder.resolve("written.yaml");
    config.write(written);
    assertEquals(config.tree(), RunConfig.read(written, List.of()).tree());
  }

  @Test
  void shardPathsCountFromTheFolderOfTheirFile() throws IOException {
    RunConfig config = read(MINIMAL, "eval.data=[../held.tar]");
    RunConfig moved = config.movedTo(Path.of("/a/b"), Path.of("/a/runs/x"));
    assertEquals(List.of("../../b/shards/train-{000000..000003}.tar"), moved.data().train());
    assertEquals(List.of("../../held.tar"), moved.eval().data());
    assertEquals(config.data().train(), config.movedTo(folder, folder).data().train());
  }

  @Test
  void urlsOfShardsStay() throws IOException {
    RunConfig config = read(MINIMAL, "data.train=['https://h/x-{0..1}.tar::y.tar', '-']");
    assertEquals(
        "../../b/copies",
        read(MINIMAL, "data.shard_cache=copies")
            .movedTo(Path.of("/a/b"), Path.of("/a/runs/x"))
            .data()
            .shardCache());
    assertEquals(
        List.of("https://h/x-{0..1}.tar", "../../b/y.tar", "-"),
        config.movedTo(Path.of("/a/b"), Path.of("/a/runs/x")).data().train());
  }

  @Test
  void eachOfJoinedPatternsHasItsWeight() throws IOException {
    DataConfig data =
        read(MINIMAL, "data={train: ['a.tar::b.tar', c.tar], resample: true, weights: [1, 2, 3]}")
            .data();
    assertEquals(List.of("a.tar", "b.tar", "c.tar"), data.train());
    assertEquals(List.of(1.0, 2.0, 3.0), data.weights());
  }

  @Test
  void jsonIsReadAsWell() throws IOException {
    RunConfig config =
        read(
            "{\"model\": \"ViT-B-32-quickgelu\", \"data\": {\"train\": [\"a.tar\"]},"
                + " \"train\": {\"steps\": 3, \"batch\": 2}}");
    assertTrue(config.modelCfg().quickGelu());
  }

  @Test
  void settingsGoBeforeTheFile() throws IOException {
    RunConfig config =
        read(MINIMAL, "train.steps=7", "optim.lr=1e-3", "eval.data=[held.tar]", "model=ViT-B-16");
    assertEquals(7, config.train().steps());
    assertEquals(1e-3, config.optim().lr());
    assertEquals(List.of("held.tar"), config.eval().data());
    assertEquals(16, config.modelCfg().visionCfg().patchSize());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.stepz=7                  | unknown key 'train.stepz'; did you mean 'train.steps'?",
        "optim.learning=7               | unknown key 'optim.learning'",
        "trian.steps=7                  | unknown key 'trian'; did you mean 'train'?",
        "train.steps=many               | --set train.steps=many: train.steps: expected a whole"
            + " number, not 'many'",
        "train=3                        | --set train=3: train: expected a group of keys and"
            + " values, not 3",
        "data.train=[[a]]               | --set data.train=[[a]]: data.train[0]: expected a text,"
            + " not [\"a\"]",
        "data.augment.croop_scale_min=1 | did you mean 'data.augment.crop_scale_min'?",
        "checkpoint.keep_best=1         | checkpoint.keep_best is 1, but without eval.every_steps",
        "checkpoint.every_minutes=0     | checkpoint.every_minutes is to be positive, not 0",
        "train.non_finite=ignore        | train.non_finite: expected one of stop, skip",
        "train.non_finite_limit=0       | train.non_finite_limit is to be at least 1",
        "train.lock=both                | train.lock: expected one of image, text",
        "train.ema_decay=1              | train.ema_decay is to lie in (0, 1), not 1.0",
        "eval.ema=true                  | eval.ema is set, but train.ema_decay is not",
        "optim.schedule=linear          | optim.schedule: expected one of cosine, constant,"
            + " cooldown",
        "optim.schedule=cooldown        | optim.cooldown_steps is missing",
        "optim.cooldown_steps=5         | are for optim.schedule: cooldown",
        "optim.image_lr_scale=0         | optim.image_lr_scale is to be positive, not 0",
        "optim.decay_rule=[]            | optim.decay_rule: expected one of matrices,"
            + " matrices_except_embeddings",
        "optim.decay_rule=1             | optim.decay_rule: expected one of matrices,"
            + " matrices_except_embeddings, not 1",
        "preprocess_cfg={interpolatoin: bicubic} | did you mean 'interpolation'?",
        "data.augment.hue=0.6           | config.yaml with --set data.augment.hue=0.6:"
            + " data.augment: hue is to be from 0.0 to 0.5, not 0.6",
        "train.steps=0                  | config.yaml with --set train.steps=0: train.steps is to"
            + " be at least 1, not 0",
        "steps=5                        | --set steps=5: unknown key 'steps'; did you mean"
            + " 'train.steps'?",
        "threads=5                      | did you mean 'data.threads' or 'train.threads'?",
        "augment.hue=0.1                | did you mean 'data.augment.hue'?",
        "stepz=5                        | unknown key 'stepz'",
        "optim.lr=[1                    | --set optim.lr=[1: not valid YAML: expected ',' or ']',"
            + " but got the end of the text (line 1, column 3)",
        "train.steps=1.5                | train.steps",
        "train.batch=1                  | train.batch is to be at least 2",
        "data.train=[]                  | data.train names no shards",
        "data.train=                    | data.train is missing",
        "optim.decay_rule=all           | optim.decay_rule",
        "data.weights=[1]               | data.weights are for data.resample: true",
        "data={train: [a], resample: true, weights: [1, 2]} | data.weights has 2 weights for the 1"
            + " patterns of data.train",
        "data={train: [a], resample: true, weights: [0]} | data.weights must be positive, not 0.0",
        "data.max_bad_rate=1.5          | data.max_bad_rate is a share, from 0 to 1, not 1.5",
        "data.workers=0                 | data.workers is to be at least 1, not 0",
        "data.worker_rank=-1            | data.worker_rank is to be at least 0, not -1",
        "data.worker_rank=1             | data.worker_rank is 1, but the 1 of data.workers are"
            + " counted from 0",
        "data.s3.endpoint=localhost:9000 | data.s3.endpoint: expected a server's URL such as"
            + " http://127.0.0.1:9000, not 'localhost:9000'",
        "data.s3.endpoint=file:///etc   | data.s3.endpoint: expected a server's URL",
        "data.s3.endpoint=https://u:p@h | data.s3.endpoint: expected a server's URL such as"
            + " http://127.0.0.1:9000, not one with a user's name or a password in it",
        "data.s3.anonymous=perhaps      | data.s3.anonymous: expected true or false",
        "data.s3.secret_key=x           | unknown key 'data.s3.secret_key'",
        "data.stall_seconds=0           | data.stall_seconds is to be at least 1, not 0",
        "data.filter.min_sde=9          | unknown key 'data.filter.min_sde'; did you mean"
            + " 'data.filter.min_side'?",
        "data.filter.min_side=0         | data.filter: min_side is to be at least 1, not 0",
        "data.filter.custom=[none]      | data.filter: custom: unknown filter 'none'",
        "data.filter.json=[{kee: a}]    | unknown key 'data.filter.json[0].kee'; did you mean"
            + " 'data.filter.json[0].key'?",
        "data.filter.json=[{key: a, in: [x, null]}] | data.filter.json[0].in[1]: expected a value,"
            + " not null",
        "data.filter.json=[{key: a, is: null}] | data.filter: json[0]: a is to be a text, a number,"
            + " true or false, not null",
        "preprocess_cfg={mean: [0.5, null, 0.5]} | preprocess_cfg: mean: [0.5,null,0.5]; expected"
            + " three numbers",
        "data.train=[a, null]           | --set data.train=[a, null]: data.train[1]: expected a"
            + " text, not null",
        "data.filtre.min_side=9         | did you mean 'data.filter'?",
        "data.caption.json_key=[a]      | did you mean 'data.caption.json_keys'?",
        "data.caption.json_keys=[]      | data.caption: no JSON key is named",
        "data.caption.parts=[TXT]       | data.caption: caption part 'TXT'",
        "json_keys=[a]                  | did you mean 'data.caption.json_keys'?",
        "eval.every_steps=5             | eval.data is empty",
        "model=ViT-B-33                 | did you mean 'ViT-B-32'?",
        "model_cfg={}                   | model_cfg",
        "preprocess_cfg={wdith: 3}      | preprocess_cfg",
        "train.steps.x=7                | train.steps.x=7: steps has no keys below it",
        "loss.tile=0                    | loss.tile is to be at least 1, not 0",
        "loss.tile=99999999999          | --set loss.tile=99999999999: loss.tile: expected a whole"
            + " number from -2147483648 to 2147483647, not 99999999999",
        "train.seed=99999999999999999999 | train.seed: expected a whole number from"
            + " -9223372036854775808 to 9223372036854775807, not 99999999999999999999",
        "loss.name=infonse              | loss.name: unknown loss 'infonse'; did you mean"
            + " 'infonce'?",
        "loss.nam=infonce               | did you mean 'loss.name'?",
        "loss.name=sigmoid              | loss.name sigmoid needs a model with a learned bias of"
            + " the logits: set model_cfg.init_logit_bias",
        "tile=5                         | did you mean 'loss.tile'?",
        "train.steps                    | expected key=value"
      })
  void refusesInOneLineThatSaysWhatToDo(String setting, String expected) {
    ConfigException e = assertThrows(ConfigException.class, () -> read(MINIMAL, setting.strip()));
    assertTrue(e.getMessage().contains(expected.strip()), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }

  /**
   * The keys of all lists of a group and of the groups in it; a list's own groups are its first.
   */
  private static Stream<String> lists(String prefix, Class<?> group) {
    return Arrays.stream(group.getRecordComponents())
        .flatMap(
            component -> {
              String key =
                  prefix
                      + component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
              Class<?> type = component.getType();
              assertFalse(Map.class.isAssignableFrom(type), key + ": try a null in a map as well");
              return type == List.class
                  ? Stream.of(key)
                  : type.isRecord() ? lists(key + ".", type) : Stream.of();
            });
  }

  static Stream<String> allLists() {
    return lists("", RunConfig.class);
  }

  @ParameterizedTest
  @MethodSource("allLists")
  void aNullInAListIsNamed(String key) {
    ConfigException e = assertThrows(ConfigException.class, () -> read(MINIMAL, key + "=[null]"));
    String expected = "--set " + key + "=[null]: " + key + "[0]: expected a ";
    assertTrue(e.getMessage().startsWith(expected), e.getMessage());
    assertTrue(e.getMessage().endsWith(", not null"), e.getMessage());
  }

  @Test
  void whatTheFileSaysWrongIsTheFiles() {
    String text = MINIMAL.replace("steps: 100", "steps: soon");
    ConfigException e =
        assertThrows(ConfigException.class, () -> read(text, "train.batch=4", "optim.lr=1"));
    assertTrue(
        e.getMessage().endsWith("config.yaml: train.steps: expected a whole number, not 'soon'"),
        e.getMessage());
  }

  @Test
  void theLastSettingOfAKeyIsTheOneToBlame() {
    ConfigException e =
        assertThrows(ConfigException.class, () -> read(MINIMAL, "train.steps=5", "train.steps=x"));
    assertTrue(e.getMessage().startsWith("--set train.steps=x: "), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [unclosed~          | expected ',' or ']', but got the end of the text (line 2,",
        "a: b: c                | a second colon; a text with a colon has to be in quotes (line 1,",
        "a:~  - b~ c: d         | this line's indentation fits to no line above (line 3, column 2)",
        "a: 'x~                 | the text ends too early (line 2, column 1)",
        "a: @x                  | nothing can begin with @; put it in quotes (line 1, column 4)",
        "a: 1~a: 2              | Duplicate key 'a' (line 2,",
        "? [x]: 1               | a key has to be a plain word (line 1,",
      },
      quoteCharacter = '`')
  void brokenYamlIsToldInPlainWords(String text, String expected) {
    ConfigException e =
        assertThrows(ConfigException.class, () -> read(text.strip().replace('~', '\n')));
    String start = folder.resolve("config.yaml") + ": not valid YAML: " + expected;
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }

  @Test
  void yamlThatIsTooDeepOrIndentedByTabs() {
    ConfigException deep = assertThrows(ConfigException.class, () -> read("[".repeat(2000)));
    assertTrue(deep.getMessage().endsWith("allowed (1000)"), deep.getMessage());
    ConfigException tab = assertThrows(ConfigException.class, () -> read("a:\n\tb: 3\n"));
    assertTrue(tab.getMessage().contains("a tab; indent with spaces (line 2"), tab.getMessage());
  }

  @Test
  void refusesFilesThatAreNoConfiguration() throws IOException {
    assertThrows(
        NoSuchFileException.class, () -> RunConfig.read(folder.resolve("none.yaml"), List.of()));
    assertThrows(ConfigException.class, () -> read("- a\n- b\n"));
    assertThrows(ConfigException.class, () -> read("a: [unclosed\n"));
    ConfigException twice =
        assertThrows(ConfigException.class, () -> read(MINIMAL + "train:\n  steps: 2\n"));
    assertTrue(twice.getMessage().contains("uplicate"), twice.getMessage());
    Path binary = folder.resolve("binary.yaml");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertThrows(ConfigException.class, () -> RunConfig.read(binary, List.of()));
  }

  @Test
  void aTextWithoutAFileNamesItsSource() throws IOException {
    assertEquals(read(MINIMAL).tree(), RunConfig.parse(MINIMAL, "the text").tree());
    for (String wrong : List.of(MINIMAL + "tran: {}\n", "- a\n", "a: [")) {
      ConfigException e =
          assertThrows(ConfigException.class, () -> RunConfig.parse(wrong, "the text"));
      assertTrue(e.getMessage().startsWith("the text: "), e.getMessage());
    }
  }

  private RunConfig read(String text, String... settings) throws IOException {
    Path file = folder.resolve("config.yaml");
    Files.writeString(file, text);
    return RunConfig.read(file, List.of(settings));
  }
}
