package org.clip4j.encoders.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataLocation;
import onnx.Onnx.TensorProto.DataType;
import org.clip4j.core.parameters.Parameter;

/**
 * A weight and the place its values go to.
 *
 * @param parameter the weight
 * @param header all that the model's file says of it, but for values that stand there too
 * @param inline whether its values stand in the model's file
 * @param offset of its first byte in the file beside the model, if not inline
 */
record StoredWeight(Parameter parameter, TensorProto header, boolean inline, long offset) {

  private static final int CHUNK = 1 << 18;

  /** Values in the model's own file. */
  static StoredWeight inline(Parameter parameter) {
    return new StoredWeight(parameter, header(parameter).build(), true, 0);
  }

  /** Values in another file, {@code location}, which lies in the model's folder. */
  static StoredWeight external(Parameter parameter, String location, long offset) {
    TensorProto header =
        header(parameter)
            .setDataLocation(DataLocation.EXTERNAL)
            .addExternalData(entry("location", location))
            .addExternalData(entry("offset", Long.toString(offset)))
            .addExternalData(entry("length", Long.toString(bytes(parameter))))
            .build();
    return new StoredWeight(parameter, header, false, offset);
  }

  private static TensorProto.Builder header(Parameter parameter) {
    TensorProto.Builder header =
        TensorProto.newBuilder().setName(parameter.name()).setDataType(DataType.FLOAT.getNumber());
    for (long size : parameter.shape()) {
      header.addDims(size);
    }
    return header;
  }

  static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  static long bytes(Parameter parameter) {
    return Math.multiplyExact(parameter.length(), (long) Float.BYTES);
  }

  /** How many bytes the values take. */
  long bytes() {
    return bytes(parameter);
  }

  /** Where the values end in the file beside the model. */
  long end() {
    return offset + bytes();
  }

  /** Writes the values, little-endian. */
  void writeValues(OutputStream out) throws IOException {
    FloatBuffer values = parameter.value().floats();
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer chunk = bytes.asFloatBuffer();
    int count = values.capacity();
    for (int done = 0; done < count; done += chunk.capacity()) {
      int some = Math.min(chunk.capacity(), count - done);
      chunk.put(0, values, done, some);
      out.write(bytes.array(), 0, some * Float.BYTES);
    }
  }
}
