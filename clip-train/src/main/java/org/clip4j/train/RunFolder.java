package org.clip4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clip4j.train.checkpoint.CheckpointStore;

/**
 * Where a run keeps its files.
 *
 * @param root the run's folder
 */
public record RunFolder(Path root) {

  private static final String CHECKPOINTS = "checkpoints";

  /** Makes the folder where it is not there. */
  public static RunFolder create(Path root) throws IOException {
    Files.createDirectories(root);
    return new RunFolder(root);
  }

  /** The configuration with every default filled in. */
  public Path config() {
    return root.resolve("config.yaml");
  }

  /** The configuration that counted up to a step, where the run went on by another one. */
  Path configUntil(long step) {
    return root.resolve(String.format("config-until-%06d.yaml", step));
  }

  /** What the run was begun and gone on with: versions, arithmetic, data. */
  Path versions() {
    return root.resolve("versions.jsonl");
  }

  /** The metrics, a JSON object a line. */
  public Path metrics() {
    return root.resolve("metrics.jsonl");
  }

  /** The page of curves, and of figures where the run is evaluated. */
  public Path report() {
    return root.resolve("report.html");
  }

  /** The metrics as TensorBoard's events. */
  public Path tensorboard() {
    return root.resolve("tensorboard");
  }

  /** What led to steps that were not finite, a folder each. */
  public Path nonFinite() {
    return root.resolve("non-finite");
  }

  /** The bad samples, a JSON object a line. */
  public Path quarantine() {
    return root.resolve("quarantine.jsonl");
  }

  /** Locked while a run writes into the folder. */
  Path lock() {
    return root.resolve(".lock");
  }

  /** The checkpoints. */
  public CheckpointStore checkpoints() {
    return new CheckpointStore(root.resolve(CHECKPOINTS));
  }

  /** Whether there is a folder of checkpoints. */
  public boolean hasCheckpoints() {
    return Files.isDirectory(root.resolve(CHECKPOINTS));
  }
}
