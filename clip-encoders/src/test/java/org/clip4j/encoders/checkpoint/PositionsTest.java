package org.clip4j.encoders.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.io.SafetensorsFile;
import org.clip4j.core.parameters.Initializer;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Against open_clip's own functions ({@code make_positions.py} beside the values). */
class PositionsTest {

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void areResizedAsInOpenClip(DataType type) throws IOException, URISyntaxException {
    Path file = Path.of(PositionsTest.class.getResource("positions.safetensors").toURI());
    SafetensorsFile values = Safetensors.read(file);
    int compared = 0;
    for (String name : values.tensors().keySet()) {
      if (name.endsWith(".in")) {
        INDArray expected = values.tensor(name.replace(".in", ".out"));
        String parameter = (name.startsWith("image") ? "visual." : "") + "positional_embedding";
        try (ParameterSet set = new ParameterSet()) {
          Parameter p = set.root().parameter(parameter, Initializer.constant(0), expected.shape());
          set.allocate(type, false);
          Tensor from = Tensor.of(values.tensor(name));
          Positions.requireResizable(p, from.shape(), Long.MAX_VALUE);
          Positions.resize(from, p.value(), p);
          for (long i = 0; i < expected.length(); i++) {
            assertEquals(expected.ravel().getDouble(i), p.value().get(i), 2e-6, name + " at " + i);
          }
        }
        compared++;
      }
    }
    assertEquals(12, compared);
  }
}
