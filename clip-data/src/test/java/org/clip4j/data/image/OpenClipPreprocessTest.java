package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The evaluation transform against open_clip's, picture by picture. */
class OpenClipPreprocessTest {
  @TestFactory
  List<DynamicTest> evaluationTransform() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : Resources.zip("golden/levels.zip").entrySet()) {
      int dot = entry.getKey().indexOf('.');
      int size = Integer.parseInt(entry.getKey().substring(0, dot));
      String file = entry.getKey().substring(dot + 1);
      tests.add(
          DynamicTest.dynamicTest(entry.getKey(), () -> agrees(size, file, entry.getValue())));
    }
    assertEquals(13, tests.size());
    return tests;
  }

  private static void agrees(int size, String file, byte[] expected) throws IOException {
    EvalTransform transform = new EvalTransform(PreprocessConfig.clip(size));
    byte[] actual = transform.square(Resources.picture("golden/" + file)).rgb();
    // Two JPEG decoders may round apart; lossless pictures leave no room.
    boolean jpeg = file.endsWith(".jpg");
    Levels.assertClose(expected, actual, jpeg ? 2 : 0, jpeg ? 0.01 : 0, file);
  }

  @Test
  void normalisesInFloatAsTorchDoes() throws IOException {
    ByteBuffer reference =
        ByteBuffer.wrap(Resources.bytes("golden/photo.f32")).order(ByteOrder.LITTLE_ENDIAN);
    float[] expected = new float[3 * 64 * 64];
    reference.asFloatBuffer().get(expected);
    byte[] levels = Resources.zip("golden/levels.zip").get("64.photo.jpg");
    float[] actual = new float[5 + expected.length];
    EvalTransform transform = new EvalTransform(PreprocessConfig.clip(64));
    transform.apply(DecodedImage.of(new RgbImage(64, 64, levels)), actual, 5);
    assertArrayEquals(expected, Arrays.copyOfRange(actual, 5, actual.length));
  }
}
