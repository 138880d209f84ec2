package org.clip4j.examples.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;
import org.clip4j.core.Sha256;
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

  /**
   * @param folder where the pictures lie
   */
  PictureFolder(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      throw new NoSuchFileException(folder.toString(), null, "expected a folder of pictures");
    }
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    this.root = folder.toRealPath();
  }

  /** A name for the folder that tells nobody where it lies. */
  String fingerprint() {
    MessageDigest digest = Sha256.digest();
    digest.update(root.toString().getBytes(StandardCharsets.UTF_8));
    return Sha256.hex(digest);
  }

  /** Reads a picture's file, whose name tells what kind of picture it is. */
  Picture read(String name) throws BadRowException {
    Path file = resolve(name);
    String extension = extension(file.getFileName().toString());
    if (!PairFields.DEFAULT.pictures().contains(extension)) {
      throw new BadRowException(
          Reason.EXTENSION_UNKNOWN, "expected one of " + PairFields.DEFAULT.pictures());
    }
    return new Picture(extension, bytes(file, MAX_BYTES));
  }

  /** Reads any file of the folder, of a bounded size. */
  byte[] bytes(String name, int maxBytes) throws BadRowException {
    return bytes(resolve(name), maxBytes);
  }

  /** What stands behind the last dot of a name, in lower case. */
  static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
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

  private static byte[] bytes(Path file, int maxBytes) throws BadRowException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new BadRowException(
            Reason.FILE_TOO_LARGE, "more than the " + (maxBytes >> 20) + " MiB that readers take");
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
