package org.clip4j.examples.pack;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Pictures to pack, and what came of them. */
final class PackData {

  private PackData() {}

  /** A picture of noise, by ImageIO. */
  static byte[] picture(String format, int type, int width, int height, long seed) {
    BufferedImage image = new BufferedImage(width, height, type);
    Random random = new Random(seed);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
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

  static byte[] png(int width, int height, long seed) {
    return picture("png", BufferedImage.TYPE_INT_RGB, width, height, seed);
  }

  /** So many pictures {@code 0.png} and so on, and a table of them. */
  static Path table(Path folder, int rows) throws IOException {
    Files.createDirectories(folder);
    StringBuilder table = new StringBuilder("filepath,title\n");
    for (int i = 0; i < rows; i++) {
      Files.write(folder.resolve(i + ".png"), png(20 + i % 7, 18 + i % 5, i));
      table.append(i).append(".png,number ").append(i).append('\n');
    }
    return Files.writeString(folder.resolve("captions.csv"), table);
  }

  /** Shards of two samples, pictures copied, two threads. */
  static PackOptions options(Optional<Path> images, Optional<Path> captions, Path out) {
    return new PackOptions(
        images,
        captions,
        out,
        "pairs",
        new Columns(Optional.empty(), Optional.empty()),
        new ShardBounds(2, 1L << 30),
        PictureForm.COPIED,
        2,
        FetchLimits.DEFAULT);
  }

  static PackResult pack(PackOptions options) throws IOException {
    return PicturePacker.pack(options, (rows, of) -> {}, () -> false);
  }

  /**
   * Members of all shards of a folder, in order, by Commons Compress and not by the code under
   * test.
   */
  static Map<String, byte[]> members(PackResult result) throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (Path shard : result.shards()) {
      try (InputStream in = Files.newInputStream(shard);
          TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
        for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
          members.put(e.getName(), tar.readAllBytes());
        }
      }
    }
    return members;
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Contents of all files of a folder by name, as text of one character a byte. */
  static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.put(
            file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
