package org.clip4j.train.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The protocol buffer {@code tensorflow.Event}, as far as scalars need it: {@code wall_time = 1},
 * {@code step = 2}, {@code file_version = 3}, {@code summary = 5} with repeated {@code value = 1}
 * of {@code tag = 1} and {@code simple_value = 2}.
 */
final class Event {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private static final int KIND = 7;
  private static final int MORE = 0x80;
  private static final int LOW = 0x7f;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Event() {}

  /** What a file begins with. */
  static byte[] version(double wallTime) {
    Event event = new Event();
    event.fixed64(1, Double.doubleToLongBits(wallTime));
    event.bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
    return event.out.toByteArray();
  }

  /**
   * The scalars of a step.
   *
   * @param wallTime seconds since 1970
   * @param values by tag
   */
  static byte[] scalars(double wallTime, long step, Map<String, Double> values) {
    Event summary = new Event();
    values.forEach(
        (tag, value) -> {
          Event one = new Event();
          one.bytes(1, tag.getBytes(StandardCharsets.UTF_8));
          one.fixed32(2, Float.floatToIntBits(value.floatValue()));
          summary.bytes(1, one.out.toByteArray());
        });
    Event event = new Event();
    event.fixed64(1, Double.doubleToLongBits(wallTime));
    event.key(2, VARINT);
    event.varint(step);
    event.bytes(5, summary.out.toByteArray());
    return event.out.toByteArray();
  }

  /** The step of an event; 0 where it says none, as the version's. */
  static long step(byte[] event) {
    ByteBuffer in = ByteBuffer.wrap(event).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long key = readVarint(in);
      if (key == (2 << 3 | VARINT)) {
        return readVarint(in);
      }
      switch ((int) (key & KIND)) {
        case VARINT -> readVarint(in);
        case FIXED64 -> skip(in, Long.BYTES);
        case FIXED32 -> skip(in, Integer.BYTES);
        case BYTES -> skip(in, readVarint(in));
        default -> skip(in, in.remaining());
      }
    }
    return 0;
  }

  private static void skip(ByteBuffer in, long bytes) {
    in.position(in.position() + (int) Math.max(0, Math.min(bytes, in.remaining())));
  }

  private static long readVarint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE && in.hasRemaining(); shift += 7) {
      byte b = in.get();
      value |= (long) (b & LOW) << shift;
      if (b >= 0) {
        break;
      }
    }
    return value;
  }

  private void key(int field, int kind) {
    varint((long) field << 3 | kind);
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~LOW) != 0) {
      out.write((int) (left & LOW) | MORE);
      left >>>= 7;
    }
    out.write((int) left);
  }

  private void bytes(int field, byte[] bytes) {
    key(field, BYTES);
    varint(bytes.length);
    out.writeBytes(bytes);
  }

  private void fixed64(int field, long bits) {
    key(field, FIXED64);
    out.writeBytes(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(bits).array());
  }

  private void fixed32(int field, int bits) {
    key(field, FIXED32);
    out.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(bits).array());
  }
}
