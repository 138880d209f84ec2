package org.clip4j.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsHeaderTest {

  @TempDir Path folder;

  @Test
  void soundHeaderIsReadInTheOrderOfTheData() throws IOException {
    Path file =
        Headers.write(
            folder.resolve("sound"),
            "{"
                + Headers.entry("b", "F32", "[2]", "[6,14]")
                + ","
                + Headers.entry("a", "F16", "[3,1]", "[0,6]")
                + ","
                + Headers.entry("none", "F32", "[0,7]", "[6,6]")
                + ",\"__metadata__\":{\"k\":\"v\"}}   ",
            14);
    SafetensorsHeader header = SafetensorsHeader.read(file);
    assertEquals(List.of("a", "none", "b"), List.copyOf(header.tensors().keySet()));
    assertEquals("v", header.metadata().get("k"));
    TensorInfo a = header.tensors().get("a");
    assertEquals(Dtype.F16, a.dtype());
    assertArrayEquals(new long[] {3, 1}, a.shape());
    assertEquals(3, a.elements());
    assertEquals(Files.size(file) - 14, a.begin());
    assertEquals(Files.size(file), header.tensors().get("b").end());
  }

  @Test
  void whatTheReferenceDoesNotKnowIsIgnored() throws IOException {
    String json =
        "{\"t\":{\"later\":{\"x\":[1]},\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}";
    assertEquals(
        1, SafetensorsHeader.read(Headers.write(folder.resolve("f"), json, 1)).tensors().size());
  }

  /** Header, bytes of data, what the message must say. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|0|header is not a JSON object",
        "` {}`|0|header is not a JSON object",
        "``|0|header is not a JSON object",
        "{|0|not sound JSON",
        "{}{}|0|something follows",
        "{'t':1}|0|not sound JSON at its character 1",
        "{\"t\":1}|0|tensor \"t\": is a number, expected an object",
        "{\"t\":{}}|0|dtype is missing",
        "{\"t\":{\"dtype\":\"F32\"}}|0|shape is missing",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[]}}|0|data_offsets is missing",
        "{\"t\":{\"dtype\":4,\"shape\":[1],\"data_offsets\":[0,1]}}|1|dtype is a number",
        "{@U7:[1]:[0,1]}|1|dtype is not known, expected one of [BOOL, F4",
        "{@u8:[1]:[0,1]}|1|dtype is not known",
        "{\"\\ud800\":1}|0|its name is not Unicode",
        "{@U8:1:[0,1]}|1|shape is a number, expected an array",
        "{@U8:[\"1\"]:[0,1]}|1|shape holds a string, expected whole numbers",
        "{@U8:[1.0]:[0,1]}|1|shape holds a fraction",
        "{@U8:[null]:[0,1]}|1|shape holds null",
        "{@U8:[-1]:[0,1]}|1|shape holds a number that is not between 0 and 2^63 - 1",
        "{@U8:[9223372036854775808]:[0,1]}|1|shape holds a number that is not between",
        "{@U8:[4294967296,4294967296]:[0,1]}|1|more bytes than 64 bits can count",
        "{@F64:[2305843009213693952]:[0,1]}|1|more bytes than 64 bits can count",
        "{@F64:[4611686018427387904,4,0]:[0,0]}|0|more bytes than 64 bits can count",
        "{@F4:[1]:[0,1]}|1|does not end at a whole byte",
        "{@F32:[2]:[0,4]}|4|F32[2] takes 8 bytes, but its data_offsets span 4",
        "{@F32:[]:[0,0]}|0|F32[] takes 4 bytes, but its data_offsets span 0",
        "{@U8:[1]:[0]}|1|expected [begin, end]",
        "{@U8:[1]:[0,1,2]}|1|data_offsets holds more than 2 numbers",
        "{@U8:[1]:[1,0]}|1|expected [begin, end], begin <= end",
        "{@U8:[1]:[-1,0]}|1|data_offsets holds a number that is not between",
        "{@U8:[1]:[9223372036854775806,9223372036854775807]}|1|which no file reaches",
        "{@U8:[4]:[0,4]}|3|tensor \"t\": ends at byte",
        "{@U8:[4]:[0,4]}|5|1 bytes follow the last tensor",
        "{@U8:[4]:[1,5]}|5|leaves a hole of 1 bytes before it",
        "{}|1|1 bytes follow the last tensor",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},@U8:[2]:[1,3]}|3|tensor"
            + " \"t\": overlaps the tensor before it by 1 bytes",
        "{@U8:[1]:[0,1],@U8:[1]:[0,1]}|1|tensor \"t\": stands twice",
        "{\"t\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}|1|dtype"
            + " stands twice",
        "{@U8:[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]:[0,1]}|1|more"
            + " than 32",
        "{\"__metadata__\":[]}|0|__metadata__ is an array, expected an object of strings",
        "{\"__metadata__\":{\"k\":1}}|0|__metadata__: \"k\" is a number, expected a string",
        "{\"__metadata__\":{\"k\":\"\",\"k\":\"\"}}|0|\"k\" stands twice",
        "{\"__metadata__\":{},\"__metadata__\":{}}|0|__metadata__ stands twice",
      })
  void hostileHeaderIsRefused(String pattern, int dataBytes, String expected) throws IOException {
    // @DTYPE:SHAPE:OFFSETS is short for an entry named t.
    String json =
        pattern == null
            ? ""
            : pattern.replaceAll(
                "@([A-Za-z0-9]+):(\\d+|\\[[^]]*]):(\\[[^]]*])",
                "\"t\":{\"dtype\":\"$1\",\"shape\":$2,\"data_offsets\":$3}");
    assertRefused(Headers.write(folder.resolve("hostile"), json, dataBytes), expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {100_000_001, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  void hugeHeaderIsRefusedBeforeItIsRead(long length) throws IOException {
    Path file = folder.resolve("huge");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
      out.setLength(3L << 30);
    }
    assertRefused(
        file,
        "the header's length is "
            + Long.toUnsignedString(length)
            + " bytes, expected at most 100000000");
  }

  @Test
  void headerPastTheEndOfTheFileIsRefused() throws IOException {
    Path file = Headers.write(folder.resolve("short"), "{}        ", 0);
    Files.write(file, new byte[] {99, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
    assertRefused(file, "the header's length is 99 bytes, but only 2 follow");
    Files.write(file, new byte[] {2, 0, 0, 0});
    assertRefused(file, "has 4 bytes, expected at least the 8 bytes of the header's length");
    Files.write(file, new byte[0]);
    assertRefused(file, "has 0 bytes");
  }

  @Test
  void otherEncodingsAreRefused() throws IOException {
    Path file = folder.resolve("encoded");
    byte[] wide = "{}".getBytes(StandardCharsets.UTF_16LE);
    assertRefused(Headers.write(file, wide, 0), "not sound JSON");
    byte[] latin1 = "{\"\u00e9\":1}".getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(Headers.write(file, latin1, 0), "not UTF-8");
  }

  @Test
  void hostileNamesStayOnOneShortLine() throws IOException {
    String json = "{\"x\\n\\u001b[2J" + "y".repeat(40_000) + "\":1}";
    Path file = Headers.write(folder.resolve("named"), json, 0);
    String message =
        assertThrows(SafetensorsException.class, () -> SafetensorsHeader.read(file)).getMessage();
    assertTrue(message.contains("\"x\\u000a\\u001b[2Jyyy"), message);
    assertTrue(message.length() < 500 + file.toString().length(), message);
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    String json = "{\"t\":{\"x\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}}";
    assertRefused(Headers.write(folder.resolve("deep"), json, 0), "not sound JSON");
  }

  @Test
  void whatIsNoFileIsRefused() {
    assertRefused(folder, "not a file");
    assertRefused(folder.resolve("absent"), "no such file");
  }

  private static void assertRefused(Path file, String expected) {
    String message =
        assertThrows(SafetensorsException.class, () -> SafetensorsHeader.read(file)).getMessage();
    assertTrue(message.startsWith(file + ": "), message);
    assertTrue(message.contains(expected), message);
    assertFalse(message.contains("\n"), message);
  }
}
