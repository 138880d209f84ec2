package org.clip4j.examples.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/** The most memory that the process has ever had resident, as the kernel counts it. */
public final class PeakMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";
  private static final String NOW = "VmRSS:";

  private PeakMemory() {}

  /** In MiB, rounded down; empty where the system does not say. */
  static OptionalLong mib() {
    OptionalLong kib = kib(PEAK);
    return kib.isPresent() ? OptionalLong.of(kib.getAsLong() / 1024) : kib;
  }

  /** What is resident at the moment, in bytes; where the system does not say, as JavaCPP has it. */
  public static long residentBytes() {
    OptionalLong kib = kib(NOW);
    return kib.isPresent() ? kib.getAsLong() * 1024 : Pointer.physicalBytes();
  }

  private static OptionalLong kib(String key) {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(STATUS, StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> line.startsWith(key)).mapToLong(PeakMemory::parse).findFirst();
    } catch (IOException e) {
      // A benchmark is worth its other figures.
      return OptionalLong.empty();
    }
  }

  /** Such as {@code VmHWM: 1234 kB}. */
  private static long parse(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
