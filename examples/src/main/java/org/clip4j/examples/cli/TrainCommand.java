package org.clip4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.clip4j.train.RunFolder;
import org.clip4j.train.Trainer;
import org.clip4j.train.config.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code clip4j train}: a run from a configuration. */
@Command(
    name = "train",
    description = {
      "Trains a CLIP model as a configuration in YAML or JSON says.",
      "DIR gets config.yaml (every default filled in), metrics.jsonl (a line every few steps) and"
          + " checkpoints/last (the newest checkpoint, in open_clip's layout), besides tensorboard/"
          + " and report.html, which can be read meanwhile. Ctrl-C stops after"
          + " the current step and writes a checkpoint; --resume goes on from it, as if the run had"
          + " never stopped."
    },
    footer = {
      "",
      "Examples:",
      "  clip4j train --config pets.yaml --out runs/pets",
      "  clip4j train --config pets.yaml --out runs/pets --set train.steps=500",
      "  clip4j train --config pets.yaml --out runs/pets --resume",
      "where pets.yaml may be as short as",
      "  model: ViT-Micro-8-32",
      "  data: {train: ['shards/pairs-{000000..000003}.tar']}",
      "  train: {steps: 2000, batch: 128}",
      "Shard paths count from the configuration's own folder.",
      "docs/configuration.md tells every key, docs/runs.md what a run does when",
      "something breaks."
    })
final class TrainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "Configuration in YAML or JSON.")
  private Path config;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The run's folder; made if it is not there.")
  private Path out;

  @Option(
      names = "--resume",
      description =
          "Go on from DIR/checkpoints/last, or the one before if its files are damaged; start"
              + " afresh where there is none.")
  private boolean resume;

  @Option(
      names = "--with-changes",
      description =
          "With --resume: by a configuration that may be another one than the run began with.")
  private boolean changes;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      arity = "1..*",
      description = "Overrides keys of the configuration, such as train.steps=500.")
  private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (changes && !resume) {
      throw new ParameterException(
          spec.commandLine(), "--with-changes changes a run that goes on: give --resume too");
    }
    RunConfig run = RunConfig.read(config, settings);
    Path base = config.toAbsolutePath().getParent();
    if (!resume && !new RunFolder(out).checkpoints().isEmpty()) {
      throw new FileAlreadyExistsException(
          out.toString(),
          null,
          "has a run's checkpoints; go on with --resume, or choose another --out");
    }
    try (ProgressBars bars = new ProgressBars();
        Trainer trainer = trainer(run, base, bars);
        StopSignals signals = new StopSignals()) {
      signals.listen(trainer::requestStop);
      long steps = trainer.run();
      bars.close();
      report(steps, run.train().steps());
      return signals.exitCode(steps >= run.train().steps());
    }
  }

  private Trainer trainer(RunConfig run, Path base, ProgressBars bars) throws IOException {
    if (!resume) {
      return Trainer.start(run, base, out, bars);
    }
    return changes
        ? Trainer.resumeWithChanges(run, base, out, bars)
        : Trainer.resume(run, base, out, bars);
  }

  private void report(long steps, long wanted) {
    PrintWriter print = spec.commandLine().getOut();
    if (steps < wanted) {
      print.println("Stopped behind step " + steps + " of " + wanted + "; go on with --resume");
    } else {
      print.println(
          "Trained "
              + steps
              + (steps == 1 ? " step" : " steps")
              + "; the model is in "
              + out.resolve("checkpoints/last"));
    }
    print.flush();
  }
}
