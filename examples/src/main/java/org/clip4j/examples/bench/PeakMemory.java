package org.clip4j.examples.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The most memory that the process has ever had resident, as the kernel counts it. */
final class PeakMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String KEY = "VmHWM:";

  private PeakMemory() {}

  /** In MiB, rounded down; empty where the system does not say. */
  static OptionalLong mib() {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(STATUS, StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> line.startsWith(KEY)).mapToLong(PeakMemory::parse).findFirst();
    } catch (IOException e) {
      // A benchmark is worth its other figures.
      return OptionalLong.empty();
    }
  }

  /** Such as {@code VmHWM: 1234 kB}. */
  private static long parse(String line) {
    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
  }
}
