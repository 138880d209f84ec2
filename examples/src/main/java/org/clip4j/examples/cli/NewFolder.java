package org.clip4j.examples.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder that is made as a whole: filled aside, then renamed. */
final class NewFolder {

  /** What fills the folder. */
  interface Body {
    void writeTo(Path folder) throws IOException;
  }

  private final Path target;

  /**
   * A folder that may not hold anything yet.
   *
   * @throws FileSystemException if it does, or is a file
   */
  NewFolder(Path target) throws IOException {
    this.target = target.toAbsolutePath().normalize();
    requireEmpty();
  }

  private void requireEmpty() throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(
          target.toString(), null, "is there, but is no folder; give another name");
    }
    try (Stream<Path> entries = Files.list(target)) {
      if (entries.findAny().isPresent()) {
        throw new FileSystemException(
            target.toString(), null, "is not empty; give another name, or remove it first");
      }
    }
  }

  /** Fills the folder; if that fails, there is nothing. */
  void write(Body body) throws IOException {
    Path parent = target.getParent();
    if (parent == null) {
      throw new FileSystemException(target.toString(), null, "has no folder that it would lie in");
    }
    Files.createDirectories(parent);
    Path aside = parent.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    Files.createDirectory(aside);
    try {
      body.writeTo(aside);
      Files.deleteIfExists(target);
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(aside);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
