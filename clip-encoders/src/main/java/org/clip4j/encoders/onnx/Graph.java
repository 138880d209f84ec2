package org.clip4j.encoders.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.parameters.ParameterSet;
import org.nd4j.shade.protobuf.ByteString;

/**
 * An ONNX graph in the making. Every value has a name of its own; the methods take names of values
 * and return the name of what they add.
 */
final class Graph {

  /** The free dimension, first of every input and output. */
  static final String BATCH = "batch";

  private final ParameterSet parameters;
  private final GraphProto.Builder proto;
  private final Map<String, Parameter> weights = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();

  /**
   * @param parameters where {@link #weight} finds its values
   */
  Graph(String name, ParameterSet parameters) {
    this.parameters = parameters;
    this.proto = GraphProto.newBuilder().setName(name);
  }

  /** All but the weights' values. */
  GraphProto proto() {
    return proto.build();
  }

  /** The parameters that the graph uses, in the order of their first use. */
  Collection<Parameter> weights() {
    return Collections.unmodifiableCollection(weights.values());
  }

  /** A parameter of the model, under its own name. */
  String weight(String name) {
    Parameter parameter =
        parameters
            .find(name)
            .orElseThrow(
                () -> new IllegalArgumentException("The model has no parameter called " + name));
    if (weights.put(name, parameter) == null) {
      claim(name);
    }
    return name;
  }

  /** A vector of whole numbers, for shapes. */
  String integers(String name, long... values) {
    ByteBuffer bytes = littleEndian(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return constant(name, DataType.INT64, bytes, values.length);
  }

  /** A whole number, a scalar. */
  String integer(String name, long value) {
    return constant(name, DataType.INT64, littleEndian(Long.BYTES).putLong(0, value));
  }

  /** A number, a scalar. */
  String real(String name, double value) {
    return reals(name, new float[] {(float) value});
  }

  /** Numbers in a given shape, row-major. */
  String reals(String name, float[] values, long... shape) {
    ByteBuffer bytes = littleEndian(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return constant(name, DataType.FLOAT, bytes, shape);
  }

  private String constant(String name, DataType type, ByteBuffer bytes, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(claim(name))
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    for (long size : shape) {
      tensor.addDims(size);
    }
    proto.addInitializer(tensor);
    return name;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A node with one output, both of the given name. */
  String node(String name, String operator, String... inputs) {
    return node(name, operator, List.of(), inputs);
  }

  /** A node with one output, both of the given name. */
  String node(String name, String operator, AttributeProto attribute, String... inputs) {
    return node(name, operator, List.of(attribute), inputs);
  }

  /** A node with one output, both of the given name. */
  String node(String name, String operator, List<AttributeProto> attributes, String... inputs) {
    add(name, operator, attributes, List.of(name), inputs);
    return name;
  }

  /** Cuts a value into equal parts along a dimension; each part is named. */
  List<String> split(String name, long axis, String input, List<String> parts) {
    add(name, "Split", List.of(Attributes.integer("axis", axis)), parts, input);
    return parts;
  }

  private void add(
      String name,
      String operator,
      List<AttributeProto> attributes,
      List<String> outputs,
      String... inputs) {
    for (String input : inputs) {
      if (!names.contains(input)) {
        throw new IllegalStateException(name + " reads " + input + ", which is not there yet");
      }
    }
    outputs.forEach(this::claim);
    proto.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(operator)
            .addAllInput(List.of(inputs))
            .addAllOutput(outputs)
            .addAllAttribute(attributes));
  }

  /** The graph's input, [batch, sizes ...]. */
  String input(String name, DataType type, String meaning, long... sizes) {
    proto.addInput(info(claim(name), type, meaning, sizes));
    return name;
  }

  /** Declares a value as the graph's output, [batch, sizes ...] of floats. */
  void output(String name, String meaning, long... sizes) {
    proto.addOutput(info(name, DataType.FLOAT, meaning, sizes));
  }

  /** The input as a text, such as {@code input_ids [batch, 77]}. */
  String inputText() {
    return text(proto.getInput(0));
  }

  /** The output as a text. */
  String outputText() {
    return text(proto.getOutput(0));
  }

  private static String text(ValueInfoProto value) {
    return value.getType().getTensorType().getShape().getDimList().stream()
        .map(d -> d.getDimParam().isEmpty() ? Long.toString(d.getDimValue()) : d.getDimParam())
        .collect(Collectors.joining(", ", value.getName() + " [", "]"));
  }

  private static ValueInfoProto info(String name, DataType type, String meaning, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam(BATCH);
    for (long size : sizes) {
      shape.addDimBuilder().setDimValue(size);
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setDocString(meaning)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private String claim(String name) {
    if (!names.add(name)) {
      throw new IllegalStateException("Two values are called " + name);
    }
    return name;
  }
}
