package org.clip4j.train;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.data.webdataset.BadSample;
import org.clip4j.data.webdataset.BadSamples;

/**
 * The bad samples of a run as JSON lines, each sample once, flushed as it is met. A resumed run
 * goes on behind what is there; a line that a killed run left half written is written anew. Safe
 * for use by several threads.
 */
final class Quarantine implements AutoCloseable {

  private final Path file;
  private final Writer out;
  private final BadSamples bad = new BadSamples(this::write);

  private Quarantine(Path file, Writer out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Opens the report.
   *
   * @param goesOn whether the run is a resumed one; else the file begins anew
   * @throws IOException if the file cannot be written, or has something else in it
   */
  static Quarantine open(Path file, boolean goesOn) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(goesOn ? wholeLines(file) : 0);
    }
    Quarantine quarantine =
        new Quarantine(
            file, Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        quarantine.bad.earlier(
            StrictReader.read(
                StrictReader.parse(line, file.toString()), BadSample.class, file.toString(), ""));
      }
      return quarantine;
    } catch (IOException | ConfigException e) {
      quarantine.close();
      throw new IOException(
          e.getMessage() + "; " + file + " cannot be gone on with: move it away", e);
    }
  }

  /** How many bytes there are up to the last end of a line. */
  private static long wholeLines(Path file) throws IOException {
    long whole = 0;
    long at = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        at++;
        whole = b == '\n' ? at : whole;
      }
    }
    return whole;
  }

  /** Counts what is skipped, that of earlier parts of the run included; what is new is written. */
  BadSamples samples() {
    return bad;
  }

  private synchronized void write(BadSample sample) {
    try {
      out.write(sample.toJson());
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(RunFile.cannotWrite(file, e));
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
