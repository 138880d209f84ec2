package org.clip4j.train.tensorboard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("events.out.tfevents.clip4j");
  }

  private void write(long lastStep, long... steps) throws IOException {
    try (EventFile events = EventFile.open(folder, lastStep, () -> 1_700_000_000_500L)) {
      for (long step : steps) {
        events.write(step, Map.of("train/loss", step / 8.0));
      }
    }
  }

  @Test
  void readsBackAsItWasWritten() throws IOException {
    write(0, 1, 300, 1L << 40);
    List<Read> read = Read.all(Files.readAllBytes(file()));
    assertEquals(4, read.size());
    assertEquals("brain.Event:2", read.get(0).version);
    for (Read event : read) {
      assertEquals(1_700_000_000.5, event.wallTime, 0);
    }
    assertEquals(List.of(0L, 1L, 300L, 1L << 40), read.stream().map(e -> e.step).toList());
    assertEquals("train/loss", read.get(2).tags.get(0));
    assertEquals(37.5f, read.get(2).values.get(0), 0);
  }

  /** RFC 3720, B.4: the CRC-32C of 32 bytes of zeros is 8a9136aa. */
  @Test
  void theChecksumIsTheMaskedCastagnoli() {
    byte[] frame = Records.frame(new byte[32]);
    int stored = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt(44);
    int crc = 0x8a9136aa;
    assertEquals(((crc >>> 15) | (crc << 17)) + 0xa282ead8, stored);
    assertEquals("2000000000000000", HexFormat.of().formatHex(frame, 0, 8));
  }

  @Test
  void aResumedRunCutsBackToItsCheckpoint() throws IOException {
    write(0, 1, 2, 3, 4, 5);
    byte[] all = Files.readAllBytes(file());
    write(3);
    assertArrayEquals(Arrays.copyOf(all, lengthUpTo(all, 4)), Files.readAllBytes(file()));
    write(3, 4);
    assertEquals(
        List.of(0L, 1L, 2L, 3L, 4L),
        Read.all(Files.readAllBytes(file())).stream().map(e -> e.step).toList());
    write(0, 9);
    assertEquals(2, Read.all(Files.readAllBytes(file())).size());
  }

  @Test
  void whatAKilledRunLeftHalfWrittenGoes() throws IOException {
    write(0, 1, 2);
    byte[] whole = Files.readAllBytes(file());
    for (int cut = lengthUpTo(whole, 2) + 1; cut < whole.length; cut++) {
      Files.write(file(), Arrays.copyOf(whole, cut));
      write(2, 2);
      assertArrayEquals(whole, Files.readAllBytes(file()), "cut at " + cut);
    }
  }

  @Test
  void damageEndsTheReadingAndAllocatesNothing() throws IOException {
    byte[] record = Records.frame(new byte[] {1, 2, 3});
    for (int i = 0; i < record.length; i++) {
      byte[] damaged = record.clone();
      damaged[i] ^= 0x40;
      assertTrue(Records.next(new ByteArrayInputStream(damaged)).isEmpty(), "byte " + i);
    }
    assertArrayEquals(
        new byte[] {1, 2, 3}, Records.next(new ByteArrayInputStream(record)).orElseThrow());
  }

  /** The length of the file's first records. */
  private static int lengthUpTo(byte[] file, int records) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < records; i++) {
      in.position(in.position() + 16 + (int) in.getLong(in.position()));
    }
    return in.position();
  }

  /** A reader of its own, by the format's description, in place of TensorBoard's. */
  private static final class Read {
    private double wallTime;
    private long step;
    private String version = "";
    private final List<String> tags = new ArrayList<>();
    private final List<Float> values = new ArrayList<>();

    static List<Read> all(byte[] file) {
      List<Read> events = new ArrayList<>();
      ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      while (in.hasRemaining()) {
        byte[] data = new byte[(int) in.getLong()];
        in.getInt();
        in.get(data);
        in.getInt();
        Read event = new Read();
        event.message(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN), "event");
        events.add(event);
      }
      return events;
    }

    private void message(ByteBuffer in, String kind) {
      while (in.hasRemaining()) {
        int key = in.get();
        switch (kind + " " + (key >> 3)) {
          case "event 1" -> wallTime = in.getDouble();
          case "event 2" -> step = varint(in);
          case "event 3" -> version = new String(bytes(in), StandardCharsets.UTF_8);
          case "event 5" -> message(ByteBuffer.wrap(bytes(in)), "summary");
          case "summary 1" ->
              message(ByteBuffer.wrap(bytes(in)).order(ByteOrder.LITTLE_ENDIAN), "value");
          case "value 1" -> tags.add(new String(bytes(in), StandardCharsets.UTF_8));
          case "value 2" -> values.add(in.getFloat());
          default -> throw new IllegalStateException("field " + key + " of " + kind);
        }
      }
    }

    private static byte[] bytes(ByteBuffer in) {
      byte[] bytes = new byte[(int) varint(in)];
      in.get(bytes);
      return bytes;
    }

    private static long varint(ByteBuffer in) {
      long value = 0;
      int shift = 0;
      long part;
      do {
        part = in.get() & 0xffL;
        value += (part % 128) << shift;
        shift += 7;
      } while (part >= 128);
      return value;
    }
  }
}
