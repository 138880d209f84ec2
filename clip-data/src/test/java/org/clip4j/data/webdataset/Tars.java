package org.clip4j.data.webdataset;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Archives for tests: GNU tar's own from the resources, and made-up ones, honest and not. */
final class Tars {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

  static byte[] resource(String name) throws IOException {
    try (InputStream in = Tars.class.getResourceAsStream("/webdataset/" + name)) {
      return in.readAllBytes();
    }
  }

  Tars member(String name, String content) {
    return member(name, TarConstants.LF_NORMAL, content.getBytes(StandardCharsets.UTF_8));
  }

  Tars member(String name, byte type, byte[] content) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setSize(content.length);
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A pax header that counts for all members behind it. */
  Tars sharedHeader(String key, String value) {
    TarArchiveEntry entry =
        new TarArchiveEntry("shared", TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER);
    entry.addPaxHeader(key, value);
    try {
      tar.putArchiveEntry(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  byte[] whole() {
    try {
      tar.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * What has been written, followed by the header of a member that is not there, and by nothing
   * else.
   */
  byte[] endingInHeader(String name, long size) {
    int before = bytes.size();
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    byte[] header = new byte[512];
    entry.writeEntryHeader(header);
    byte[] result = Arrays.copyOf(bytes.toByteArray(), before + header.length);
    System.arraycopy(header, 0, result, before, header.length);
    return result;
  }

  static ShardReader reader(byte[] tar, ShardLimits limits, BadSamples bad) {
    return new ShardReader("shard-7.tar", new ByteArrayInputStream(tar), limits, bad);
  }

  static ShardReader reader(byte[] tar) {
    return reader(tar, ShardLimits.DEFAULT, new BadSamples());
  }

  /** Samples as lines of text, and the failure that ended them if there was one. */
  record Outcome(List<String> samples, Optional<ShardException> failure) {}

  static Outcome readAll(byte[] tar) throws IOException {
    return readAll(reader(tar));
  }

  static Outcome readAll(ShardReader reader) throws IOException {
    List<String> samples = new ArrayList<>();
    try (reader) {
      for (Optional<Sample> sample = reader.next(); sample.isPresent(); sample = reader.next()) {
        samples.add(text(sample.get()));
      }
      return new Outcome(samples, Optional.empty());
    } catch (ShardException e) {
      return new Outcome(samples, Optional.of(e));
    }
  }

  static String text(Sample sample) {
    StringBuilder line = new StringBuilder(sample.key());
    sample
        .parts()
        .forEach(
            (part, b) ->
                line.append(" ")
                    .append(part)
                    .append("=")
                    .append(new String(b, StandardCharsets.UTF_8)));
    return line.toString();
  }
}
