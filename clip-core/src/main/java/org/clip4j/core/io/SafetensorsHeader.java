package org.clip4j.core.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a safetensors file says of itself: its tensors and its metadata, checked.
 *
 * <p>A header that {@link #read} returns is sound: known types, shapes without overflow, sizes that
 * agree with the offsets, every byte of the file in exactly one tensor.
 *
 * @param tensors the tensors by name, in the order of their bytes in the file
 * @param metadata the file's {@code __metadata__}, empty if it has none
 */
public record SafetensorsHeader(Map<String, TensorInfo> tensors, Map<String, String> metadata) {

  /** The longest header accepted, in bytes: the reference implementation's limit. */
  static final int MAX_BYTES = 100_000_000;

  /** Size of the header's length, which stands before the header. */
  static final int LENGTH_BYTES = Long.BYTES;

  /** Copies the maps, keeping their order. */
  public SafetensorsHeader {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Reads and checks the header of a file. Only the header is read, whatever the file's size.
   *
   * @throws SafetensorsException if the file is not sound; the message names the file, the tensor
   *     and what was expected
   * @throws IOException if the file cannot be read
   */
  public static SafetensorsHeader read(Path file) throws IOException {
    try (FileChannel channel = TensorFile.open(file)) {
      return read(file, channel);
    }
  }

  static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
    long fileSize = channel.size();
    if (fileSize < LENGTH_BYTES) {
      throw new SafetensorsException(
          file, "has " + fileSize + " bytes, expected at least the 8 bytes of the header's length");
    }
    ByteBuffer lengthBytes = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    TensorFile.readFully(file, channel, lengthBytes, 0);
    long length = lengthBytes.getLong(0);
    if (length < 0 || length > MAX_BYTES) {
      throw new SafetensorsException(
          file,
          "the header's length is "
              + Long.toUnsignedString(length)
              + " bytes, expected at most "
              + MAX_BYTES);
    }
    if (length > fileSize - LENGTH_BYTES) {
      throw new SafetensorsException(
          file,
          "the header's length is "
              + length
              + " bytes, but only "
              + (fileSize - LENGTH_BYTES)
              + " follow: the file is cut short or not safetensors");
    }
    ByteBuffer json = ByteBuffer.allocate((int) length);
    TensorFile.readFully(file, channel, json, LENGTH_BYTES);
    HeaderParser parser = new HeaderParser(file, json.array(), LENGTH_BYTES + length);
    parser.parse();
    return new SafetensorsHeader(
        inFileOrder(file, parser.tensors().values(), LENGTH_BYTES + length, fileSize),
        parser.metadata());
  }

  /**
   * Sorts the tensors by their place and checks that they cover the data without overlap and
   * without holes, as the reference implementation demands.
   */
  private static Map<String, TensorInfo> inFileOrder(
      Path file, Iterable<TensorInfo> tensors, long dataStart, long fileSize)
      throws SafetensorsException {
    List<TensorInfo> sorted = new ArrayList<>();
    tensors.forEach(sorted::add);
    sorted.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
    Map<String, TensorInfo> out = new LinkedHashMap<>();
    long covered = dataStart;
    for (TensorInfo info : sorted) {
      if (info.end() > fileSize) {
        throw SafetensorsException.tensor(
            file,
            info.name(),
            "ends at byte "
                + info.end()
                + ", but the file has "
                + fileSize
                + ": it is cut short or not sound");
      }
      if (info.begin() != covered) {
        throw SafetensorsException.tensor(
            file,
            info.name(),
            info.begin() < covered
                ? "overlaps the tensor before it by " + (covered - info.begin()) + " bytes"
                : "leaves a hole of "
                    + (info.begin() - covered)
                    + " bytes before it, expected the tensors to cover the file");
      }
      covered = info.end();
      out.put(info.name(), info);
    }
    if (covered != fileSize) {
      throw new SafetensorsException(
          file,
          (fileSize - covered)
              + " bytes follow the last tensor, expected the tensors to cover the file");
    }
    return out;
  }
}
