package org.clip4j.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Damaged files are read, or refused in one line: nothing else comes out. */
class SafetensorsFuzzTest {

  private static Path folder;
  private static byte[] sound;

  @BeforeContainer
  static void writeSoundFile() throws IOException {
    folder = Files.createTempDirectory("fuzz");
    Path file = folder.resolve("sound");
    Safetensors.write(
        file,
        Map.of("weight", Nd4j.rand(2, 3), "bias", Nd4j.rand(3), "scale", Nd4j.scalar(1.0)),
        Map.of("format", "pt"));
    sound = Files.readAllBytes(file);
  }

  @AfterContainer
  static void deleteFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("damaged"));
    Files.delete(folder.resolve("sound"));
    Files.delete(folder);
  }

  @Property(tries = 500)
  void changedByte(@ForAll @IntRange(max = 320) int at, @ForAll byte value) throws IOException {
    byte[] bytes = sound.clone();
    bytes[at % bytes.length] = value;
    readOrRefuse(bytes);
  }

  @Property(tries = 600)
  void changedWord(@ForAll("words") String from, @ForAll("words") String to) throws IOException {
    String changed =
        new String(sound, StandardCharsets.ISO_8859_1)
            .replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
    readOrRefuse(changed.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Property(tries = 100)
  void cutShort(@ForAll @IntRange(max = 400) int length) throws IOException {
    readOrRefuse(Arrays.copyOf(sound, Math.min(length, sound.length)));
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of(
        "F32", "F64", "BF1", "U8 ", "2,3", "6  ", "0,0", "-1 ", "9e9", "bias", "sclx", "{", "}",
        "[", "]", ",", ":", "\"", "24", "12", "00", "99", "null", "true");
  }

  private static void readOrRefuse(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("damaged"), bytes);
    try {
      SafetensorsFile read = Safetensors.read(file);
      long total = 0;
      for (INDArray array : read.tensors().values()) {
        total += array.length();
        array.close();
      }
      assertTrue(total <= bytes.length);
    } catch (SafetensorsException e) {
      assertEquals(1, e.getMessage().lines().count());
    }
  }
}
