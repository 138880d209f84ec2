package org.clip4j.examples.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.clip4j.data.webdataset.BadSample;
import org.clip4j.data.webdataset.BadSamples;

/** Writes bad samples to a file as they are met, one a line, if there is to be one. */
final class BadSampleFile implements BadSamples.Listener, AutoCloseable {

  private final Writer out;

  private BadSampleFile(Writer out) {
    this.out = out;
  }

  static BadSampleFile open(Optional<Path> file) throws IOException {
    return new BadSampleFile(
        file.isPresent()
            ? Files.newBufferedWriter(file.get(), StandardCharsets.UTF_8)
            : Writer.nullWriter());
  }

  @Override
  public synchronized void skipped(BadSample sample) {
    try {
      out.write(sample.toJson());
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
