package org.clip4j.core.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Writes one file, tensor by tensor. */
final class SafetensorsWriter {

  private static final int WINDOW = 1 << 20;
  private static final int ALIGNMENT = 8;

  // Escapes as the reference writes them.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .build();

  private final Path file;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, String> metadata;
  private final Optional<Dtype> floats;

  /** A tensor and where it will lie, counted from the end of the header. */
  private record Entry(String name, Dtype dtype, INDArray array, long begin, long end) {}

  SafetensorsWriter(
      Path file,
      Map<String, INDArray> tensors,
      Map<String, String> metadata,
      Optional<Dtype> floats)
      throws SafetensorsException {
    this.file = file;
    this.floats = floats;
    this.metadata = new TreeMap<>(metadata);
    List<String> names = new ArrayList<>(tensors.keySet());
    Map<String, Dtype> dtypes = new TreeMap<>();
    for (String name : names) {
      dtypes.put(name, dtype(name, tensors.get(name)));
    }
    // Names by their UTF-8 bytes, as the reference compares them; UTF-16 sorts emoji elsewhere.
    names.sort(
        Comparator.<String, Dtype>comparing(dtypes::get)
            .reversed()
            .thenComparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
    long end = 0;
    for (String name : names) {
      INDArray array = tensors.get(name);
      long begin = end;
      end += array.length() * (dtypes.get(name).bits() / Byte.SIZE);
      entries.add(new Entry(name, dtypes.get(name), array, begin, end));
    }
  }

  private Dtype dtype(String name, INDArray array) throws SafetensorsException {
    if (name.equals(HeaderParser.METADATA)) {
      throw SafetensorsException.tensor(file, name, "the format keeps this name for itself");
    }
    if (!Text.isUnicode(name)) {
      throw SafetensorsException.tensor(file, name, "its name is not Unicode");
    }
    if (floats.isPresent() && FloatRounding.isNeeded(array.dataType(), floats.get())) {
      return floats.get();
    }
    return Dtype.of(array.dataType())
        .orElseThrow(
            () ->
                SafetensorsException.tensor(
                    file, name, array.dataType() + " has no type in the format"));
  }

  void write() throws IOException {
    byte[] header = header();
    long bytes = header.length + (entries.isEmpty() ? 0 : entries.get(entries.size() - 1).end());
    AtomicFile.write(
        file,
        bytes,
        channel -> {
          writeFully(channel, ByteBuffer.wrap(header));
          for (Entry entry : entries) {
            writeValues(channel, entry);
          }
        });
  }

  /** Length and JSON, padded with spaces so that the data starts aligned. */
  private byte[] header() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[SafetensorsHeader.LENGTH_BYTES]);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(HeaderParser.METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          if (!Text.isUnicode(entry.getKey()) || !Text.isUnicode(entry.getValue())) {
            throw new SafetensorsException(
                file, "metadata " + Text.quote(entry.getKey()) + " is not Unicode");
          }
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      for (Entry entry : entries) {
        json.writeObjectFieldStart(entry.name());
        json.writeStringField("dtype", entry.dtype().name());
        json.writeFieldName("shape");
        json.writeArray(entry.array().shape(), 0, entry.array().rank());
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {entry.begin(), entry.end()}, 0, 2);
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    while (out.size() % ALIGNMENT != 0) {
      out.write(' ');
    }
    byte[] bytes = out.toByteArray();
    int length = bytes.length - SafetensorsHeader.LENGTH_BYTES;
    if (length > SafetensorsHeader.MAX_BYTES) {
      throw new SafetensorsException(
          file,
          "the header would take "
              + length
              + " bytes, the format allows "
              + SafetensorsHeader.MAX_BYTES);
    }
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    return bytes;
  }

  private void writeValues(WritableByteChannel channel, Entry entry) throws IOException {
    INDArray array = entry.array();
    if (array.isEmpty()) {
      return;
    }
    if (!NativeWindow.isDense(array)) {
      INDArray copy = Nd4j.createUninitializedDetached(array.dataType(), 'c', array.shape());
      try {
        writeDense(channel, entry, copy.assign(array));
      } finally {
        copy.close();
      }
    } else {
      writeDense(channel, entry, array);
    }
  }

  private void writeDense(WritableByteChannel channel, Entry entry, INDArray array)
      throws IOException {
    NativeWindow memory = new NativeWindow(array);
    long bytes = array.length() * array.dataType().width();
    boolean convert = FloatRounding.isNeeded(array.dataType(), entry.dtype());
    for (long done = 0; done < bytes; done += WINDOW) {
      ByteBuffer part = memory.at(done, (int) Math.min(WINDOW, bytes - done));
      writeFully(channel, convert ? converted(entry, part, done) : part);
    }
    Reference.reachabilityFence(array);
  }

  private ByteBuffer converted(Entry entry, ByteBuffer part, long done) throws IOException {
    int width = entry.array().dataType().width();
    int values = part.remaining() / width;
    ByteBuffer out =
        ByteBuffer.allocate(values * (entry.dtype().bits() / Byte.SIZE))
            .order(ByteOrder.LITTLE_ENDIAN);
    int overflow =
        FloatRounding.convert(
            part.order(ByteOrder.LITTLE_ENDIAN), entry.array().dataType(), out, entry.dtype());
    if (overflow >= 0) {
      throw SafetensorsException.tensor(
          file,
          entry.name(),
          "value " + (done / width + overflow) + " is too large for " + entry.dtype());
    }
    return out.flip();
  }

  private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
