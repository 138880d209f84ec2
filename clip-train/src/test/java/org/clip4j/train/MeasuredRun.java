package org.clip4j.train;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.clip4j.train.config.RunConfig;

/** A tiny run in a process of its own, which says now and then what it holds. */
final class MeasuredRun {

  /** So many times it says it. */
  static final int TIMES = 20;

  /** With the heap touched before, what grows in the process is not the heap's. */
  private static final List<String> FIXED_HEAP =
      List.of("-XX:+UseSerialGC", "-Xms192m", "-Xmx192m", "-XX:+AlwaysPreTouch");

  private static final long SETTLING_NANOS = 50_000_000;

  private MeasuredRun() {}

  /**
   * What the process holds behind a step.
   *
   * @param heap bytes on the Java heap after a collection
   * @param resident KiB of the process
   * @param handles open files
   */
  record Held(long step, long heap, long resident, long handles) {

    private static Held now(long step) {
      long heap = settledHeap();
      UnixOperatingSystemMXBean system =
          (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return new Held(step, heap, residentNow(), system.getOpenFileDescriptorCount());
    }

    /** What a collection leaves once all is read ahead that is read ahead of a step. */
    private static long settledHeap() {
      long before = 0;
      long now = collectedHeap();
      for (int tries = 0; tries < 50 && Math.abs(now - before) > now / 500; tries++) {
        LockSupport.parkNanos(SETTLING_NANOS);
        before = now;
        now = collectedHeap();
      }
      return now;
    }

    private static long collectedHeap() {
      System.gc();
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long residentNow() {
      try (var lines = Files.lines(Path.of("/proc/self/status"))) {
        return lines
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private String line() {
      return step + "," + heap + "," + resident + "," + handles + "\n";
    }

    private static Held of(String line) {
      long[] values = Arrays.stream(line.split(",")).mapToLong(Long::parseLong).toArray();
      return new Held(values[0], values[1], values[2], values[3]);
    }
  }

  /** Runs to the end; what was held every twentieth of the way. */
  static List<Held> run(Path folder, List<String> settings)
      throws IOException, InterruptedException {
    Path held = folder.resolve("held.csv");
    Path log = folder.resolve("measured.log");
    List<String> arguments = new ArrayList<>(List.of(folder.toString(), held.toString()));
    arguments.addAll(settings);
    Process process = ForkedJava.start(MeasuredRun.class, FIXED_HEAP, arguments, log);
    try {
      if (process.waitFor() != 0) {
        throw new AssertionError(Files.readString(log));
      }
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllLines(held).stream().map(Held::of).toList();
  }

  /** Folder of shards and configuration, file to write, settings. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    RunConfig config =
        RunConfig.read(folder.resolve("tiny.yaml"), Arrays.asList(args).subList(2, args.length));
    Progress progress =
        new Progress() {
          private long every;

          @Override
          public void begin(long step, long steps) {
            every = steps / TIMES;
          }

          @Override
          public void step(long step, double loss, double samplesPerSecond) {
            if (step % every == 0) {
              try {
                Files.writeString(
                    Path.of(args[1]),
                    Held.now(step).line(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          }
        };
    try (Trainer trainer = Trainer.start(config, folder, folder.resolve("out"), progress)) {
      trainer.run();
    }
  }
}
