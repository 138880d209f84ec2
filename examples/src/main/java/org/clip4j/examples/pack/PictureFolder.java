package org.clip4j.examples.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import org.clip4j.data.image.ImageDecoder;
import org.clip4j.data.image.ImageFormatException;
import org.clip4j.data.loader.PairFields;
import org.clip4j.data.webdataset.ShardLimits;
import org.clip4j.examples.pack.BadRowException.Reason;

/**
 * The pictures, reached by paths from outside that are held within the folder. What is said of a
 * row does not tell where the folder lies.
 */
final class PictureFolder {

  private static final int MAX_BYTES = ShardLimits.DEFAULT.maxMemberBytes();

  private final Path root;
  private final boolean verify;

  /**
   * @param folder where the pictures lie
   * @param verify whether each is decoded once, to find the broken ones now
   */
  PictureFolder(Path folder, boolean verify) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder + ": expected a folder of pictures");
    }
    this.root = folder.toRealPath();
    this.verify = verify;
  }

  /**
   * A picture's file.
   *
   * @param part the name of its part in a sample: what kind of file it is
   * @param bytes as they are in the file
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed on to the shard, never compared.
  record Picture(String part, byte[] bytes) {}

  Picture read(String name) throws BadRowException {
    if (name.isBlank()) {
      throw new BadRowException(Reason.IMAGE_UNNAMED, "the row names no picture");
    }
    Path file = resolve(name.strip());
    String part = part(file);
    byte[] bytes = bytes(file);
    if (verify) {
      try {
        ImageDecoder.decode(bytes, name);
      } catch (ImageFormatException e) {
        throw new BadRowException(Reason.NOT_A_PICTURE, e.problem());
      }
    }
    return new Picture(part, bytes);
  }

  private Path resolve(String name) throws BadRowException {
    try {
      Path file = root.resolve(name).normalize();
      // Told apart before the file is looked for: whether it is there is nobody's business.
      if (!file.startsWith(root)) {
        throw new BadRowException(Reason.PATH_OUTSIDE, "it would leave the folder");
      }
      Path real = file.toRealPath();
      if (!real.startsWith(root)) {
        throw new BadRowException(Reason.PATH_OUTSIDE, "a symbolic link leaves the folder");
      }
      if (!Files.isRegularFile(real)) {
        throw new BadRowException(Reason.FILE_MISSING, "not a file");
      }
      return real;
    } catch (InvalidPathException e) {
      throw new BadRowException(Reason.FILE_MISSING, "no possible name of a file");
    } catch (IOException e) {
      throw new BadRowException(Reason.FILE_MISSING, "not in the folder");
    }
  }

  private static String part(Path file) throws BadRowException {
    String name = file.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!PairFields.DEFAULT.pictures().contains(extension)) {
      throw new BadRowException(
          Reason.EXTENSION_UNKNOWN, "expected one of " + PairFields.DEFAULT.pictures());
    }
    return extension;
  }

  private static byte[] bytes(Path file) throws BadRowException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new BadRowException(
            Reason.FILE_TOO_LARGE, "more than the " + (MAX_BYTES >> 20) + " MiB that readers take");
      }
      return bytes;
    } catch (AccessDeniedException e) {
      throw new BadRowException(Reason.FILE_UNREADABLE, "permission denied");
    } catch (FileSystemException e) {
      // Its message is the whole path, which is nobody's business.
      throw new BadRowException(
          Reason.FILE_UNREADABLE, e.getReason() == null ? "cannot be read" : e.getReason());
    } catch (IOException e) {
      throw new BadRowException(Reason.FILE_UNREADABLE, String.valueOf(e.getMessage()));
    }
  }
}
