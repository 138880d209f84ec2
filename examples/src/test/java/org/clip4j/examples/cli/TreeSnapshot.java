package org.clip4j.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.clip4j.core.Sha256;

/** What stands in a folder and in those below it. Links are told of, and not followed. */
final class TreeSnapshot {

  private TreeSnapshot() {}

  /**
   * Each path with its time and what it is: a file's hash, a link's target. A folder's time tells
   * of what was made in it and removed again.
   *
   * @param leftOut a folder that may change
   */
  static Map<String, String> of(Path top, Path leftOut) throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (Path path : paths(top)) {
      if (!path.startsWith(leftOut)) {
        found.put(
            top.relativize(path).toString(),
            what(path) + " " + Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS));
      }
    }
    return found;
  }

  private static String what(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    return Files.isDirectory(path) ? "folder" : "file " + Sha256.of(path);
  }

  /** The paths of all files and folders, counted from the top, in order. */
  static List<String> names(Path top) throws IOException {
    return paths(top).stream()
        .filter(path -> !path.equals(top))
        .map(path -> top.relativize(path).toString())
        .sorted()
        .toList();
  }

  /** Removes all that is there. */
  static void remove(Path top) throws IOException {
    for (Path path : paths(top).stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.delete(path);
    }
  }

  private static List<Path> paths(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      return all.toList();
    }
  }
}
