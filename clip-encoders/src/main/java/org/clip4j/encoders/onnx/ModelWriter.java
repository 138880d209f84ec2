package org.clip4j.encoders.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto;
import org.nd4j.shade.protobuf.CodedOutputStream;
import org.nd4j.shade.protobuf.WireFormat;

/**
 * Writes a model's file with its inline weights straight from the model's memory. Protobuf itself
 * would want all of them as objects of its own first; but a message's fields may come in any order,
 * so the graph's weights are written behind its other fields, one by one.
 */
final class ModelWriter {

  private final ModelProto model;
  private final GraphProto graph;
  private final List<StoredWeight> weights;

  /**
   * @param model all of the model but its graph
   * @param graph all of the graph but its weights
   */
  ModelWriter(ModelProto model, GraphProto graph, List<StoredWeight> weights) {
    this.model = model;
    this.graph = graph;
    this.weights = weights;
  }

  /**
   * The size of the file.
   *
   * @throws ArithmeticException if it is past 2 GiB, where protobuf ends
   */
  long bytes() {
    return Math.addExact(
        model.getSerializedSize(), field(ModelProto.GRAPH_FIELD_NUMBER, graphBytes()));
  }

  private int graphBytes() {
    int bytes = graph.getSerializedSize();
    for (StoredWeight weight : weights) {
      bytes = Math.addExact(bytes, field(GraphProto.INITIALIZER_FIELD_NUMBER, tensorBytes(weight)));
    }
    return bytes;
  }

  private static int tensorBytes(StoredWeight weight) {
    int bytes = weight.header().getSerializedSize();
    return weight.inline() ? Math.addExact(bytes, rawBytes(weight)) : bytes;
  }

  private static int rawBytes(StoredWeight weight) {
    return field(TensorProto.RAW_DATA_FIELD_NUMBER, Math.toIntExact(weight.bytes()));
  }

  /** Size of a field of so many bytes, with its tag and length. */
  private static int field(int number, int bytes) {
    int head =
        CodedOutputStream.computeTagSize(number) + CodedOutputStream.computeUInt32SizeNoTag(bytes);
    return Math.addExact(head, bytes);
  }

  /**
   * Writes the file.
   *
   * @param written told after each inline weight
   */
  void write(OutputStream stream, Runnable written) throws IOException {
    CodedOutputStream out = CodedOutputStream.newInstance(stream);
    model.writeTo(out);
    begin(out, ModelProto.GRAPH_FIELD_NUMBER, graphBytes());
    graph.writeTo(out);
    for (StoredWeight weight : weights) {
      begin(out, GraphProto.INITIALIZER_FIELD_NUMBER, tensorBytes(weight));
      weight.header().writeTo(out);
      if (weight.inline()) {
        begin(out, TensorProto.RAW_DATA_FIELD_NUMBER, Math.toIntExact(weight.bytes()));
        out.flush();
        weight.writeValues(stream);
        written.run();
      }
    }
    out.flush();
  }

  private static void begin(CodedOutputStream out, int number, int bytes) throws IOException {
    out.writeTag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(bytes);
  }
}
