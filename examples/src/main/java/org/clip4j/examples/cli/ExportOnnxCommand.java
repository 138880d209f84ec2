package org.clip4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.onnx.OnnxExport;
import org.clip4j.encoders.onnx.OnnxFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip4j export-onnx}: a model's two encoders for onnxruntime and other runtimes. */
@Command(
    name = "export-onnx",
    description = {
      "Writes a model's encoders as ONNX files, opset 17, for onnxruntime and other runtimes.",
      "OUT_DIR gets "
          + OnnxExport.VISUAL
          + ", pixel_values to image_features, and "
          + OnnxExport.TEXTUAL
          + ", input_ids to text_features, for batches of any size; features have unit length."
          + " An encoder of more than a GiB has its weights in a second file beside it."
          + " docs/onnx.md shows how to run them, in Java and in Python."
    },
    footer = {"", "Example:", "  clip4j export-onnx runs/pets onnx/pets"})
final class ExportOnnxCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "MODEL_DIR",
      description = "Folder of a model in open_clip's layout, or of a run.")
  private Path model;

  @Parameters(
      index = "1",
      paramLabel = "OUT_DIR",
      description = "Where the files go; made if it is not there.")
  private Path out;

  @Option(names = "--force", description = "Replace the files of an earlier export.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    if (!force) {
      // Told before a large model is read.
      refuseEarlier();
    }
    List<OnnxFile> files;
    try (ClipModel loaded = Models.read(model)) {
      OnnxExport export = new OnnxExport(loaded);
      try (CountingBar bar = new CountingBar("export", "weights", 0, export.weights())) {
        files = export.write(out, force, bar);
      }
    }
    print(files);
    return ExitCode.OK;
  }

  private void refuseEarlier() throws FileAlreadyExistsException {
    try {
      OnnxExport.requireFree(out);
    } catch (FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(
          e.getFile(), null, "is there already; choose another folder, or --force to replace it");
    }
  }

  private void print(List<OnnxFile> files) {
    PrintWriter print = spec.commandLine().getOut();
    String row = "%-14s %8s  %-34s %s%n";
    print.println("written to " + out + ":");
    print.printf(row, "file", "MiB", "takes", "gives");
    for (OnnxFile file : files) {
      print.printf(row, name(file.model()), mib(file.bytes()), file.input(), file.output());
      Optional<Path> weights = file.weights();
      if (weights.isPresent()) {
        print.println("  its weights are in " + name(weights.get()) + ", which must lie beside it");
      }
    }
    print.flush();
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static String mib(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1048576.0);
  }
}
