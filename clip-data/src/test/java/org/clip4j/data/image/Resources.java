package org.clip4j.data.image;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What lies beside the tests; its README.md says how it was made. */
final class Resources {
  private Resources() {}

  static byte[] bytes(String path) throws IOException {
    try (InputStream in = Resources.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path);
      }
      return in.readAllBytes();
    }
  }

  static DecodedImage picture(String path) throws IOException {
    return ImageDecoder.decodeKeepingMode(bytes(path), path, ImageDecoder.DEFAULT_MAX_PIXELS);
  }

  static Map<String, byte[]> zip(String path) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (InputStream in = Resources.class.getResourceAsStream(path);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }
}
