package org.clip4j.examples.cli;

import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The kernels that a benchmark times. */
final class BenchThreads {

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the kernels; by default one a processor.")
  private Integer threads;

  Kernels kernels() {
    if (threads == null) {
      return KernelSelector.of(DataType.FLOAT);
    }
    try {
      return KernelSelector.of(DataType.FLOAT, threads);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--threads " + threads + ": " + e.getMessage(), e);
    }
  }
}
