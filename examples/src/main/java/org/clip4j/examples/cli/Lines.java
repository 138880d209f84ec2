package org.clip4j.examples.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lines of UTF-8 text from a stream. Only a line feed ends a line, and {@link #next} makes U+FFFD
 * of what is not UTF-8, so that the count of lines is that of every other program. The last line
 * needs no end.
 */
final class Lines {

  /** Far above any caption; without a bound one endless line would take all memory. */
  static final int MAX_BYTES = 16 << 20;

  private final InputStream in;
  private final String source;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long number;

  /**
   * @param in a buffered stream, which stays the caller's to close
   * @param source what errors call it
   */
  Lines(InputStream in, String source) {
    this.in = in;
    this.source = source;
  }

  /**
   * The next line without its end, or nothing behind the last one.
   *
   * @throws IOException if reading fails, or a line is longer than {@value #MAX_BYTES} bytes
   */
  Optional<String> next() throws IOException {
    line.reset();
    int value = in.read();
    if (value < 0) {
      return Optional.empty();
    }
    number++;
    for (; value >= 0 && value != '\n'; value = in.read()) {
      if (line.size() == MAX_BYTES) {
        throw new IOException(
            source + ", line " + number + ": longer than " + (MAX_BYTES >> 20) + " MiB");
      }
      line.write(value);
    }
    return Optional.of(line.toString(StandardCharsets.UTF_8));
  }

  /**
   * The next line, refusing what is not UTF-8.
   *
   * @throws IOException naming source and line, also if reading fails or the line is too long
   */
  Optional<String> nextStrict() throws IOException {
    Optional<String> text = next();
    if (text.isPresent()) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line.toByteArray()));
      } catch (CharacterCodingException e) {
        throw new IOException(
            source + ", line " + number + ": is not UTF-8; save the file as UTF-8", e);
      }
    }
    return text;
  }

  /** The number of the line that {@link #next} gave last, counted from 1. */
  long number() {
    return number;
  }
}
