package org.clip4j.core.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes files by hand, for what the writer would never write. */
final class Headers {

  private Headers() {}

  /** The header's length, the header, and that many zeros as data. */
  static Path write(Path file, String json, int dataBytes) throws IOException {
    return write(file, json.getBytes(StandardCharsets.UTF_8), dataBytes);
  }

  static Path write(Path file, byte[] json, int dataBytes) throws IOException {
    ByteBuffer out =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(json.length).put(json);
    return Files.write(file, out.array());
  }

  /** One entry of a header, to stand between braces. */
  static String entry(String name, String dtype, String shape, String offsets) {
    return String.format(
        "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}", name, dtype, shape, offsets);
  }
}
