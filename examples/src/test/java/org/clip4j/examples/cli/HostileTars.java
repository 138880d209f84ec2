package org.clip4j.examples.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An archive written header by header, so that each can say what no tool would write. */
final class HostileTars {

  /** Where a member's name stands. */
  enum Form {
    HEADER,
    GNU_LONG_NAME,
    PAX,
    /** In a header that counts for all members behind it. */
    PAX_FOR_ALL,
    /** GNU's sparse form 1.0, whose map stands before the contents. */
    GNU_SPARSE
  }

  /** Of a member whose name stands elsewhere; where that is not read, it is no sample's. */
  private static final String NO_NAME = "no-name";

  private static final int RECORD = 512;

  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();
  private final String link;

  /**
   * @param link where every link leads to, and every other member would if it were one
   */
  HostileTars(String link) {
    this.link = link;
  }

  /**
   * Adds a member.
   *
   * @param type its header's
   * @param size what its header says, or of a sparse one its record; empty for the true size
   */
  HostileTars member(Form form, String name, char type, String size, byte[] content) {
    switch (form) {
      case HEADER -> add(name, type, size, content);
      case GNU_LONG_NAME -> {
        add("././@LongLink", 'L', "", utf8(name + "\0"));
        add("././@LongLink", 'K', "", utf8(link + "\0"));
        add(NO_NAME, type, size, content);
      }
      case PAX -> {
        add(NO_NAME, 'x', "", utf8(pax("path", name) + pax("linkpath", link)));
        add(NO_NAME, type, size, content);
      }
      case PAX_FOR_ALL -> {
        add(NO_NAME, 'g', "", utf8(pax("path", name) + pax("linkpath", link)));
        add(NO_NAME, type, size, content);
      }
      case GNU_SPARSE -> {
        String realSize = size.isEmpty() ? Integer.toString(content.length) : size;
        String records =
            pax("GNU.sparse.major", "1")
                + pax("GNU.sparse.minor", "0")
                + pax("GNU.sparse.name", name)
                + pax("GNU.sparse.realsize", realSize);
        add(NO_NAME, 'x', "", utf8(records));
        byte[] map = utf8("1\n0\n" + content.length + "\n");
        byte[] stored = Arrays.copyOf(map, RECORD + content.length);
        System.arraycopy(content, 0, stored, RECORD, content.length);
        add(NO_NAME, type, "", stored);
      }
    }
    return this;
  }

  /** The archive, with its end marker. */
  byte[] whole() {
    tar.writeBytes(new byte[2 * RECORD]);
    return tar.toByteArray();
  }

  /** A record of a pax header: its length, which counts its own digits, a key and a value. */
  private static String pax(String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int bytes = utf8(rest).length;
    int length = bytes;
    while (length != bytes + Integer.toString(length).length()) {
      length++;
    }
    return length + rest;
  }

  private void add(String name, char type, String size, byte[] content) {
    byte[] header = new byte[RECORD];
    put(header, 0, name, 100);
    put(header, 100, "0000644", 8);
    put(header, 124, size.isEmpty() ? String.format("%011o", content.length) : size, 12);
    put(header, 136, "00000000000", 12);
    put(header, 148, " ".repeat(8), 8);
    header[156] = (byte) type;
    put(header, 157, link, 100);
    put(header, 257, "ustar\00000", 8);
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o\0 ", sum), 8);
    tar.writeBytes(header);
    tar.writeBytes(Arrays.copyOf(content, (content.length + RECORD - 1) / RECORD * RECORD));
  }

  private static void put(byte[] header, int at, String text, int most) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, header, at, Math.min(bytes.length, most));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
