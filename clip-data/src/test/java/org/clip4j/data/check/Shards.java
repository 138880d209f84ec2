package org.clip4j.data.check;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardWriter;

/** Shards in files, written sample by sample. */
final class Shards implements AutoCloseable {

  private final ShardWriter writer;

  Shards(Path folder, String prefix) throws IOException {
    this.writer = new ShardWriter(folder, prefix, 1000, 1 << 26);
  }

  Shards pair(String key, byte[] picture, String type, String caption) throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put(type, picture);
    parts.put("txt", caption.getBytes(StandardCharsets.UTF_8));
    writer.write(new Sample(key, parts));
    return this;
  }

  Shards sample(String key, Map<String, byte[]> parts) throws IOException {
    writer.write(new Sample(key, parts));
    return this;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** A picture of one colour. */
  static byte[] picture(String format, int width, int height, int colour) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, colour);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
