package org.clip4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bytedeco.javacpp.Pointer;
import org.clip4j.core.Version;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.encoders.checkpoint.Checkpoint;
import org.clip4j.encoders.config.ModelConfig;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip4j info}: what this machine computes with, and what a model is. */
@Command(
    name = "info",
    description = {
      "Tells what this machine computes with: version, JDK, kernels, threads, vectors, memory.",
      "With --model also the model's parts: parameters, shapes and the arithmetic they need."
    },
    footer = {"", "Examples:", "  clip4j info", "  clip4j info --model ViT-B-32"})
final class InfoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "NAME|DIR",
      description = "A preset's name, or the folder of a model or of a run.")
  private Optional<String> model = Optional.empty();

  @Override
  public Integer call() throws IOException {
    Optional<ModelSummary> summary = Optional.empty();
    if (model.isPresent()) {
      summary = Optional.of(ModelSummary.of(config(model.get())));
    }
    machine();
    summary.ifPresent(this::print);
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private static ModelConfig config(String name) throws IOException {
    Path folder = Path.of(name);
    return Files.isDirectory(folder)
        ? Checkpoint.open(Models.folder(folder)).spec().config()
        : ModelConfig.preset(name);
  }

  private void machine() throws IOException {
    Kernels kernels = KernelSelector.of(DataType.FLOAT);
    line("clip4j", Version.current());
    line("java", Runtime.version() + " (" + System.getProperty("java.vm.name") + ")");
    line("platform", System.getProperty("os.name") + ", " + System.getProperty("os.arch"));
    line("kernels", kernels.name());
    line("threads", kernels.threads() + " of " + Runtime.getRuntime().availableProcessors());
    line("row kernels", kernels.rowKernels().isEmpty() ? "none" : kernels.rowKernels());
    line("matrix products", kernels.products());
    line("java heap", mib(Runtime.getRuntime().maxMemory()) + " at most");
    line("native memory", mib(Pointer.maxBytes()) + " at most");
    line("models", String.join(", ", ModelConfig.PRESETS) + " (each also with -quickgelu)");
  }

  private void print(ModelSummary summary) {
    PrintWriter out = spec.commandLine().getOut();
    ModelConfig config = summary.config();
    out.println();
    line("model", model.orElseThrow());
    line(
        "image encoder",
        String.format(
            "%d px, patch %d, %d tokens, width %d, %d layers",
            config.visionCfg().imageSize(),
            config.visionCfg().patchSize(),
            config.visionCfg().tokens(),
            config.visionCfg().width(),
            config.visionCfg().layers()));
    line(
        "text encoder",
        String.format(
            "context %d, vocabulary %d, width %d, %d layers",
            config.textCfg().contextLength(),
            config.textCfg().vocabSize(),
            config.textCfg().width(),
            config.textCfg().layers()));
    line("embedding", config.embedDim() + " columns");
    line(
        "parameters",
        String.format(
            "%,d (image encoder %,d, text encoder %,d, logit scale 1%s)",
            summary.parameters(),
            summary.imageParameters(),
            summary.textParameters(),
            config.initLogitBias() == null ? "" : ", logit bias 1"));
    line(
        "forward pass",
        String.format(
            "%.2f GFLOP a picture, %.2f GFLOP a caption of full length; a training step takes"
                + " about three times as much",
            summary.imageFlops() * 1e-9, summary.textFlops() * 1e-9));
  }

  private void line(String name, String value) {
    spec.commandLine().getOut().printf("%-14s %s%n", name, value);
  }

  private static String mib(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
