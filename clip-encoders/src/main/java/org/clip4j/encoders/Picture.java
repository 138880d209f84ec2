package org.clip4j.encoders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clip4j.data.image.DecodedImage;
import org.clip4j.data.image.ImageDecoder;
import org.clip4j.data.image.ImageFormatException;
import org.clip4j.data.image.RgbImage;

/**
 * A picture to be embedded, decoded when its turn comes: a list of a million of them needs no
 * memory for pixels.
 */
@FunctionalInterface
public interface Picture {

  /** Files larger than this are no pictures but mistakes: 256 MiB. */
  long MAX_FILE_BYTES = 256L << 20;

  /**
   * Decodes it, in the mode of its file. Called by several threads at once for different pictures.
   *
   * @throws IOException naming the picture, if it cannot be read or is none
   */
  DecodedImage decode() throws IOException;

  /** A JPEG, PNG, WebP, GIF or BMP file. */
  static Picture of(Path file) {
    return () -> {
      long bytes = Files.size(file);
      if (bytes > MAX_FILE_BYTES) {
        throw new ImageFormatException(
            file.toString(), bytes + " bytes; at most " + MAX_FILE_BYTES + " are read");
      }
      return of(Files.readAllBytes(file), file.toString()).decode();
    };
  }

  /**
   * The bytes of such a file.
   *
   * @param encoded not copied
   * @param name what errors call it
   */
  static Picture of(byte[] encoded, String name) {
    return () -> ImageDecoder.decodeKeepingMode(encoded, name, ImageDecoder.DEFAULT_MAX_PIXELS);
  }

  /** Pixels. */
  static Picture of(RgbImage image) {
    return () -> DecodedImage.of(image);
  }
}
