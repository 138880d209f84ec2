package org.clip4j.data.image;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Pictures of any size in few bytes, all of one colour, written without their pixels. */
final class HugePictures {

  private HugePictures() {}

  /**
   * A JPEG of three components whose blocks have no coefficients: two bits each, all zero.
   *
   * @param frame 0xc0 for a plain one, 0xc2 for a progressive one
   */
  static byte[] jpeg(int width, int height, int frame) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(0xffd8);
    out.writeShort(0xffdb);
    out.writeShort(67);
    out.write(0);
    for (int i = 0; i < 64; i++) {
      out.write(1);
    }
    out.writeShort(0xff00 | frame);
    out.writeShort(17);
    out.write(8);
    out.writeShort(height);
    out.writeShort(width);
    out.write(new byte[] {3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0});
    // One code of one bit in each table: no difference of the mean, and no other coefficient.
    for (int table : new int[] {0x00, 0x10}) {
      out.writeShort(0xffc4);
      out.writeShort(20);
      out.write(table);
      out.write(1);
      out.write(new byte[15]);
      out.write(0);
    }
    boolean progressive = frame == 0xc2;
    out.writeShort(0xffda);
    out.writeShort(12);
    out.write(new byte[] {3, 1, 0, 2, 0, 3, 0, 0, (byte) (progressive ? 0 : 63), 0});
    long blocks = 3L * ((width + 7) / 8) * ((height + 7) / 8);
    out.write(new byte[(int) ((blocks * (progressive ? 1 : 2) + 7) / 8)]);
    out.writeShort(0xffd9);
    return bytes.toByteArray();
  }

  /** A PNG of zeros. */
  static byte[] png(int width, int height, int depth, int colourType) throws IOException {
    int channels = new int[] {1, 0, 3, 1, 2, 0, 4}[colourType];
    byte[] row = new byte[1 + (int) (((long) width * depth * channels + 7) / 8)];
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out = new DeflaterOutputStream(pixels, fast, 1 << 16)) {
      for (int y = 0; y < height; y++) {
        out.write(row);
      }
    } finally {
      fast.end();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) depth).put((byte) colourType);
    chunk(out, "IHDR", header.array());
    if (colourType == 3) {
      chunk(out, "PLTE", new byte[] {10, 20, 30});
    }
    chunk(out, "IDAT", pixels.toByteArray());
    chunk(out, "IEND", new byte[0]);
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) sum.getValue());
  }

  /** A lossless WebP whose five codes have one symbol each, so that pixels take no bits at all. */
  static byte[] webp(int width, int height) {
    BitWriter bits = new BitWriter();
    bits.put(0x2f, 8);
    bits.put(width - 1, 14);
    bits.put(height - 1, 14);
    bits.put(0, 1 + 3); // Neither alpha nor another version.
    bits.put(0, 3); // No transform, no colour cache, one group of codes.
    for (int symbol : new int[] {20, 10, 30, 255}) {
      bits.put(0b101, 3); // Simple, one symbol, of eight bits.
      bits.put(symbol, 8);
    }
    bits.put(0b001, 3); // Simple, one symbol, of one bit.
    bits.put(0, 1);
    byte[] data = bits.end();
    ByteBuffer file = ByteBuffer.allocate(20 + data.length + data.length % 2);
    file.order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(file.capacity() - 8);
    file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(data.length).put(data);
    return file.array();
  }

  /** The lowest bit first. */
  private static final class BitWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int open;
    private int count;

    void put(int value, int bits) {
      for (int i = 0; i < bits; i++) {
        open |= (value >> i & 1) << count++;
        if (count == 8) {
          bytes.write(open);
          open = 0;
          count = 0;
        }
      }
    }

    byte[] end() {
      put(0, 7);
      return bytes.toByteArray();
    }
  }
}
