package org.clip4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.clip4j.examples.emoji.Demo;
import org.clip4j.examples.emoji.DemoLength;
import org.clip4j.examples.emoji.DemoResult;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip4j demo}: from nothing to a trained model and a report. */
@Command(
    name = "demo",
    description = {
      "Draws some 11,500 emoji of eight styles, trains a small CLIP from scratch on seven of them,"
          + " and tries it on the eighth, which it never saw.",
      "DIR gets the shards, config.yaml (which train can be given), metrics.jsonl, eval.json,"
          + " checkpoints/last and report.html; what an earlier demo left there is moved into"
          + " DIR/earlier-1, earlier-2, ... Ctrl-C stops and writes a checkpoint; --resume goes on"
          + " from it."
    },
    footer = {
      "",
      "Examples:",
      "  clip4j demo              within ten minutes on two cores",
      "  clip4j demo --long       about an hour"
    })
final class DemoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = true)
  private Length length = new Length();

  @Option(names = "--out", paramLabel = "DIR", description = "The run's folder (${DEFAULT-VALUE}).")
  private Path out = Path.of("runs", "emoji");

  @Option(
      names = "--resume",
      description = "Go on from DIR/checkpoints/last; start afresh where there is none.")
  private boolean resume;

  /** At most one of the two. */
  private static final class Length {
    @Option(names = "--long", description = "Train for about an hour.")
    private boolean isLong;

    @Option(names = "--short", description = "Train for a minute or so.")
    private boolean isShort;

    DemoLength value() {
      return isLong ? DemoLength.LONG : isShort ? DemoLength.SHORT : DemoLength.NORMAL;
    }
  }

  @Override
  public Integer call() throws IOException {
    try (ProgressBars bars = new ProgressBars();
        CountingStages stages = new CountingStages();
        StopSignals signals = new StopSignals()) {
      Demo demo = new Demo(out, length.value(), stages, bars);
      Optional<DemoResult> result =
          demo.run(
              resume,
              trainer -> {
                stages.close();
                signals.listen(trainer::requestStop);
              });
      bars.close();
      PrintWriter print = spec.commandLine().getOut();
      if (result.isPresent()) {
        print.print(DemoTable.of(result.get().figures()));
        print.println("The report is in " + out.resolve("report.html"));
      } else {
        print.println("Stopped; go on with --resume");
      }
      print.flush();
      return signals.exitCode(result.isPresent());
    }
  }
}
