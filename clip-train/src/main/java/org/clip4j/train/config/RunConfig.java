package org.clip4j.train.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.data.source.ShardUrl;
import org.clip4j.data.webdataset.ShardPattern;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.train.loss.DistillationLoss;
import org.clip4j.train.loss.TileRoom;
import org.clip4j.train.optim.TowerLock;

/**
 * A run's whole configuration. Every group but {@code data} and {@code train} may be left out.
 *
 * @param model a preset's name; either this or {@code model_cfg}
 * @param modelCfg the model in open_clip's form
 * @param modelInit a folder with the first weights, in open_clip's layout or Hugging Face's,
 *     counted from the configuration's own folder; by default they are drawn
 * @param preprocessCfg how pictures are prepared, in open_clip's form; CLIP's own by default
 * @param data the pairs
 * @param train how long and how much at once
 * @param loss what is learned from; InfoNCE by default
 * @param distill another model that is learned from besides; none by default
 * @param optim the optimiser
 * @param checkpoint when checkpoints are written
 * @param eval held-out pairs
 * @param log how often metrics are written, and where
 */
public record RunConfig(
    String model,
    ModelConfig modelCfg,
    String modelInit,
    JsonNode preprocessCfg,
    DataConfig data,
    TrainConfig train,
    LossConfig loss,
    DistillConfig distill,
    OptimConfig optim,
    CheckpointConfig checkpoint,
    EvalConfig eval,
    LogConfig log) {

  /** Fills in the defaults and checks what spans several groups. */
  public RunConfig {
    if ((model == null) == (modelCfg == null)) {
      throw new IllegalArgumentException(
          "give either model (a preset's name) or model_cfg (the model's sizes)");
    }
    if (modelCfg == null) {
      modelCfg = ModelConfig.preset(model);
      model = null;
    }
    Required.present("data", data);
    Required.present("train", train);
    loss = Required.or(loss, LossConfig.defaults());
    loss.requireFits(modelCfg);
    train.lock(modelCfg);
    optim = Required.or(optim, OptimConfig.defaults());
    optim.schedule(train.steps());
    checkpoint = Required.or(checkpoint, CheckpointConfig.defaults());
    eval = Required.or(eval, new EvalConfig(null, null, null, null));
    eval.requireFits(train);
    checkpoint.requireFits(eval);
    log = Required.or(log, LogConfig.defaults());
    preprocessCfg =
        PreprocessConfig.fromJson(
                preprocessCfg == null ? MissingNode.getInstance() : preprocessCfg,
                modelCfg.visionCfg().imageSize())
            .toJson();
  }

  /**
   * Reads a configuration.
   *
   * @param file YAML or JSON
   * @param settings {@code key=value} texts that go before the file, such as {@code
   *     train.steps=500}
   * @throws ConfigException naming file and key, if a key is unknown, missing or has an impossible
   *     value
   */
  public static RunConfig read(Path file, List<String> settings) throws IOException {
    return of(ConfigFiles.read(file), file.toString(), settings);
  }

  /**
   * Reads a configuration that has no file of its own.
   *
   * @param text YAML or JSON
   * @param source where the text comes from, for messages
   * @throws ConfigException as {@link #read} throws it
   */
  public static RunConfig parse(String text, String source) {
    return of(ConfigFiles.parse(text, source), source, List.of());
  }

  private static RunConfig of(ObjectNode tree, String source, List<String> settings) {
    List<Setting> set = settings.stream().map(Setting::parse).toList();
    set.forEach(s -> s.requireWhole(KnownKeys.of(RunConfig.class)));
    set.forEach(s -> s.applyTo(tree));
    if (tree.hasNonNull("model") && tree.hasNonNull("model_cfg")) {
      throw new ConfigException(
          source
              + ": model and model_cfg exclude each other: to change a preset, write out its"
              + " model_cfg");
    }
    return StrictReader.read(tree, RunConfig.class, key -> Setting.sourceOf(key, source, set), "");
  }

  /**
   * Writes the configuration with every default filled in; {@link #read} gives an equal one. An
   * older file stays whole until the new one is: a run may go on by the very file it wrote.
   */
  public void write(Path file) throws IOException {
    Path aside = file.resolveSibling("." + file.getFileName() + ".new");
    Files.writeString(aside, text(), StandardCharsets.UTF_8);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** As {@link #write} writes it. */
  public String text() {
    return ConfigFiles.print(tree());
  }

  /**
   * The same for a file in another folder: paths that counted from {@code from} count from {@code
   * to}; URLs stay.
   */
  public RunConfig movedTo(Path from, Path to) {
    return new RunConfig(
        model,
        modelCfg,
        modelInit == null ? null : placed(modelInit, from, to),
        preprocessCfg,
        data.withPaths(
            moved(data.train(), from, to),
            data.shardCache() == null ? null : moved(data.shardCache(), from, to)),
        train,
        loss,
        distill == null ? null : distill.withModel(placed(distill.model(), from, to)),
        optim,
        checkpoint,
        eval.withData(moved(eval.data(), from, to)),
        log);
  }

  private static List<String> moved(List<String> patterns, Path from, Path to) {
    return patterns.stream()
        .flatMap(joined -> ShardPattern.split(joined).stream())
        .map(p -> placed(p, from, to))
        .toList();
  }

  private static String placed(String place, Path from, Path to) {
    return ShardUrl.isUrl(place) ? place : moved(place, from, to);
  }

  private static String moved(String path, Path from, Path to) {
    Path target = to.toAbsolutePath().normalize();
    Path file = from.toAbsolutePath().resolve(path).normalize();
    Path moved = file.getRoot().equals(target.getRoot()) ? target.relativize(file) : file;
    return moved.toString().replace(File.separatorChar, '/');
  }

  /** The configuration as a tree. */
  public ObjectNode tree() {
    return StrictReader.write(this);
  }

  /**
   * The same without the paths of shards, first weights and the teacher, for checkpoints: the same
   * may lie elsewhere, and be named in many ways.
   */
  public ObjectNode treeWithoutPaths() {
    ObjectNode tree = tree();
    tree.remove("model_init");
    ((ObjectNode) tree.get("data")).remove(DataConfig.PLACES);
    ((ObjectNode) tree.get("eval")).remove("data");
    if (tree.get("distill") instanceof ObjectNode teacher) {
      teacher.remove("model");
    }
    return tree;
  }

  /**
   * Checks that this process has room for a tile of logits, with a teacher one of its logits
   * besides.
   *
   * @throws IllegalArgumentException naming {@code loss.tile}
   */
  public void requireRoom() {
    int tiles = distill == null ? 1 : DistillationLoss.LEAST_TILES;
    TileRoom.require("loss.tile", loss.tile(), train.batch(), tiles);
  }

  /** What stays as it is of the model. */
  @JsonIgnore
  public Optional<TowerLock> lock() {
    return train.lock(modelCfg);
  }

  /** How pictures are prepared. */
  @JsonIgnore
  public PreprocessConfig preprocess() {
    return PreprocessConfig.fromJson(preprocessCfg, modelCfg.visionCfg().imageSize());
  }
}
