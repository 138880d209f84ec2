package org.clip4j.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Writing floats in another type than the array's. */
class SafetensorsDtypeTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "FLOAT, F32, 0", "FLOAT, F64, 0", "FLOAT, F16, 4.9e-4", "FLOAT, BF16, 3.91e-3",
    "DOUBLE, F64, 0", "DOUBLE, F32, 6e-8", "DOUBLE, F16, 4.9e-4", "DOUBLE, BF16, 3.91e-3"
  })
  void floatsAreRoundedAndOthersStay(DataType from, Dtype to, double relative) throws IOException {
    Path file = folder.resolve("x.safetensors");
    // More than one window of the writer, and a view that does not lie in rows.
    INDArray large = Nd4j.rand(from, 600, 512).addi(0.5).divi(3);
    INDArray turned = Nd4j.rand(from, 7, 5).addi(0.5).divi(3).transpose();
    INDArray whole = Nd4j.createFromArray(1, 2, 3);
    Safetensors.write(file, Map.of("large", large, "turned", turned, "whole", whole), Map.of(), to);
    SafetensorsHeader header = SafetensorsHeader.read(file);
    assertEquals(to, header.tensors().get("large").dtype());
    assertEquals(Dtype.I32, header.tensors().get("whole").dtype());
    SafetensorsFile read = Safetensors.read(file);
    assertEquals(whole, read.tensor("whole"));
    assertNear(large, read.tensor("large"), relative);
    assertNear(turned, read.tensor("turned"), relative);
  }

  private static void assertNear(INDArray expected, INDArray actual, double relative) {
    INDArray wide = expected.castTo(DataType.DOUBLE);
    INDArray difference = actual.castTo(DataType.DOUBLE).sub(wide).div(wide);
    double worst = difference.amaxNumber().doubleValue();
    assertTrue(worst <= relative, "relative error " + worst);
    // A rounding that changes nothing would be none.
    assertEquals(relative == 0, worst == 0);
  }

  @Test
  void valuesTooLargeForTheTypeAreRefusedByName() {
    Path file = folder.resolve("x.safetensors");
    INDArray values = Nd4j.createFromArray(1f, 2f, 65519f, -65520f);
    SafetensorsException e =
        assertThrows(
            SafetensorsException.class,
            () -> Safetensors.write(file, Map.of("bias", values), Map.of(), Dtype.F16));
    assertTrue(e.getMessage().contains("\"bias\": value 3 is too large for F16"), e.getMessage());
    assertFalse(Files.exists(file));
    INDArray wide = Nd4j.createFromArray(1e39);
    assertThrows(
        SafetensorsException.class,
        () -> Safetensors.write(file, Map.of("x", wide), Map.of(), Dtype.F32));
  }
}
