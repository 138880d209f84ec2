package org.clip4j.train.tensorboard;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One event file, to which a run adds the scalars of its steps. */
public final class EventFile implements AutoCloseable {

  /** TensorBoard takes any file with {@code tfevents} in its name. */
  private static final String NAME = "events.out.tfevents.clip4j";

  private static final double MILLIS = 1000;

  private final OutputStream out;
  private final LongSupplier clock;

  private EventFile(OutputStream out, LongSupplier clock) {
    this.out = out;
    this.clock = clock;
  }

  /**
   * Opens the file of a folder behind the events of steps up to a given one.
   *
   * @param folder made if it is not there
   * @param lastStep 0 begins the file anew
   */
  public static EventFile open(Path folder, long lastStep) throws IOException {
    return open(folder, lastStep, System::currentTimeMillis);
  }

  static EventFile open(Path folder, long lastStep, LongSupplier clock) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(NAME);
    Path kept = folder.resolve("." + NAME.replace("tfevents", "new"));
    try (OutputStream writer = Files.newOutputStream(kept)) {
      if (lastStep > 0 && Files.exists(file)) {
        copyUpTo(file, lastStep, writer);
      }
    }
    if (Files.size(kept) == 0) {
      Files.write(kept, Records.frame(Event.version(clock.getAsLong() / MILLIS)));
    }
    Files.move(kept, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new EventFile(Files.newOutputStream(file, StandardOpenOption.APPEND), clock);
  }

  private static void copyUpTo(Path file, long lastStep, OutputStream writer) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (Optional<byte[]> data = Records.next(in); data.isPresent(); data = Records.next(in)) {
        if (Event.step(data.get()) <= lastStep) {
          writer.write(Records.frame(data.get()));
        }
      }
    }
  }

  /**
   * Adds the scalars of a step.
   *
   * @param values by tag, such as {@code train/loss}; kept as FLOAT
   */
  public void write(long step, Map<String, Double> values) throws IOException {
    out.write(Records.frame(Event.scalars(clock.getAsLong() / MILLIS, step, values)));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
