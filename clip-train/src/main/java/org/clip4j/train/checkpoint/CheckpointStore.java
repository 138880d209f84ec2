package org.clip4j.train.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clip4j.core.io.FolderEntries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code checkpoints} of a run: {@code step-NNNNNN} for each checkpoint kept and {@code
 * last}, a relative symbolic link to the newest (where the file system has no links, a file of one
 * line). Each has a list of its files' SHA-256, which is checked before a run goes on from it.
 */
public final class CheckpointStore {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
  private static final String LAST = "last";
  private static final int LONGEST_NAME = 64;
  private static final Pattern STEP = Pattern.compile("step-(\\d{6,18})");
  private static final Pattern LEFTOVER = Pattern.compile("\\.(step-\\d{6,18})\\.(new|old)");

  private final Path folder;

  /** A store in a folder, which is made when the first checkpoint is written. */
  public CheckpointStore(Path folder) {
    this.folder = folder;
  }

  /** What writes a checkpoint's files into an empty folder. */
  @FunctionalInterface
  public interface Writer {
    /** Writes all files into {@code into}. */
    void write(Path into) throws IOException;
  }

  /**
   * Writes a checkpoint and makes it the last one. A failure leaves what was there before.
   *
   * @param step names the folder
   * @param keep how many of the newest checkpoints stay; older ones are deleted
   * @return the checkpoint's folder
   */
  public Path save(long step, int keep, Writer writer) throws IOException {
    return save(step, keep, Set.of(), writer);
  }

  /**
   * As {@link #save(long, int, Writer)}.
   *
   * @param best steps of earlier checkpoints that stay however old they are
   */
  public Path save(long step, int keep, Set<Long> best, Writer writer) throws IOException {
    Files.createDirectories(folder);
    String name = String.format("step-%06d", step);
    Path aside = folder.resolve("." + name + ".new");
    Path target = folder.resolve(name);
    deleteLeftovers();
    Files.createDirectory(aside);
    try {
      writer.write(aside);
      Checksums.write(aside);
      Folders.sync(aside);
      replace(aside, target);
    } catch (IOException | RuntimeException e) {
      Folders.delete(aside);
      throw e;
    }
    point(name);
    FolderEntries.force(folder);
    deleteOthers(step, keep, best);
    return target;
  }

  /** A folder cannot be renamed over one that is not empty: the old one steps aside first. */
  private void replace(Path fresh, Path target) throws IOException {
    Path old = folder.resolve("." + target.getFileName() + ".old");
    Folders.delete(old);
    if (Files.exists(target)) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (Files.exists(old)) {
        Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
    Folders.delete(old);
  }

  private void point(String name) throws IOException {
    Path aside = folder.resolve(".last.new");
    Files.deleteIfExists(aside);
    try {
      Files.createSymbolicLink(aside, folder.getFileSystem().getPath(name));
    } catch (UnsupportedOperationException | IOException e) {
      // No links here, or no right to make them: one line says the same.
      Files.writeString(aside, name + "\n", StandardCharsets.UTF_8);
    }
    Files.move(
        aside,
        folder.resolve(LAST),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Later steps belong to a future that a resumed run has left; of the earlier ones the newest
   * stay, and the best.
   */
  private void deleteOthers(long step, int keep, Set<Long> best) throws IOException {
    int kept = 0;
    for (Path checkpoint : newestFirst()) {
      boolean left = step(checkpoint) > step;
      if (left || ++kept > keep && !best.contains(step(checkpoint))) {
        deleteIfPossible(checkpoint);
      }
    }
  }

  /** The new one is written: what is in the way of an older one's end takes room, and no more. */
  private static void deleteIfPossible(Path checkpoint) {
    try {
      Folders.delete(checkpoint);
    } catch (IOException e) {
      LOG.warn("{} could not be deleted: {}", checkpoint, e.toString());
    }
  }

  /** What a killed run left half done. */
  private void deleteLeftovers() throws IOException {
    for (Path leftover : leftovers()) {
      Folders.delete(leftover);
    }
  }

  /** A run was killed when a checkpoint had stepped aside for the one of the same step. */
  private void putBack() throws IOException {
    for (Path leftover : leftovers()) {
      Matcher name = LEFTOVER.matcher(leftover.getFileName().toString());
      if (name.matches() && name.group(2).equals("old")) {
        Path target = folder.resolve(name.group(1));
        if (Files.notExists(target) && Checksums.problem(leftover).isEmpty()) {
          Files.move(leftover, target, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
  }

  private List<Path> leftovers() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(p -> LEFTOVER.matcher(p.getFileName().toString()).matches()).toList();
    }
  }

  /**
   * The checkpoint to go on from: what {@code last} names or, where that is gone, the newest there
   * is.
   *
   * @return its folder, or empty where there is none
   * @throws IOException if {@code last} is no such name
   */
  public Optional<Path> last() throws IOException {
    Path last = folder.resolve(LAST);
    if (Files.exists(last)) {
      return Optional.of(resolve(last));
    }
    return Files.isDirectory(folder) ? newestFirst().stream().findFirst() : Optional.empty();
  }

  /** Whether there is no checkpoint, sound or not. */
  public boolean isEmpty() throws IOException {
    return !Files.isDirectory(folder) || newestFirst().isEmpty();
  }

  /**
   * The checkpoint to go on from, its files checked against their checksums: what {@code last}
   * names or, where that is damaged, the one before, with a warning that names what is wrong. Older
   * checkpoints without checksums are taken as they are, with a warning; one without them behind
   * one that has them has lost them.
   *
   * @return its folder, or empty where there is none at all
   * @throws IOException if there are checkpoints, but all are damaged, or {@code last} is a folder
   */
  public Optional<Path> newestSound() throws IOException {
    putBack();
    int damaged = 0;
    List<Path> newestFirst = toGoOnFrom();
    for (Path checkpoint : newestFirst) {
      if (isOlder(checkpoint, newestFirst)) {
        LOG.warn("{} is an older checkpoint, without checksums: taken unchecked", checkpoint);
        return Optional.of(checkpoint);
      }
      Optional<String> problem = Checksums.problem(checkpoint);
      if (problem.isEmpty()) {
        return Optional.of(checkpoint);
      }
      LOG.warn("{} is damaged: {}; trying the checkpoint before it", checkpoint, problem.get());
      damaged++;
    }
    if (damaged == 0) {
      return Optional.empty();
    }
    throw new IOException(
        folder
            + ": all checkpoints are damaged ("
            + damaged
            + ", see the warnings): put a whole one back, or delete the folder to start afresh");
  }

  /**
   * Whether it may be without checksums for the version that wrote it: that is not so where one
   * before it has them.
   */
  private static boolean isOlder(Path checkpoint, List<Path> newestFirst) {
    return Files.isDirectory(checkpoint)
        && !Checksums.isIn(checkpoint)
        && newestFirst.stream()
            .skip(newestFirst.indexOf(checkpoint))
            .noneMatch(before -> Files.isDirectory(before) && Checksums.isIn(before));
  }

  /** What {@code last} names and those before it; where it names none, all. */
  private List<Path> toGoOnFrom() throws IOException {
    if (isEmpty()) {
      return List.of();
    }
    Path last = folder.resolve(LAST);
    if (Files.isDirectory(last, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          last
              + " is a folder of its own, as a copy leaves it that follows links, and no link to a"
              + " checkpoint: remove it, and the newest checkpoint beside it serves");
    }
    List<Path> all = newestFirst();
    try {
      Path named = resolve(last).toRealPath();
      if (STEP.matcher(named.getFileName().toString()).matches()) {
        return all.stream().filter(p -> step(p) <= step(named)).toList();
      }
      LOG.warn("{} names {}, which is no checkpoint: trying the newest there is", last, named);
      return all;
    } catch (IOException e) {
      LOG.warn("{} names no checkpoint: trying the newest there is", last);
      return all;
    }
  }

  /**
   * Follows {@code last} where it is a file of one line; other folders come back as they are.
   *
   * @throws IOException naming what was expected, if there is no checkpoint there
   */
  public static Path resolve(Path checkpoint) throws IOException {
    Path found = checkpoint;
    if (Files.isRegularFile(checkpoint)) {
      String name =
          Files.size(checkpoint) > LONGEST_NAME
              ? "a file of " + Files.size(checkpoint) + " bytes"
              : Files.readString(checkpoint, StandardCharsets.UTF_8).strip();
      if (!STEP.matcher(name).matches()) {
        throw new IOException(
            checkpoint + ": expected one line with a name like step-000100, not '" + name + "'");
      }
      found = checkpoint.resolveSibling(name);
    }
    if (!Files.isDirectory(found)) {
      throw new IOException(
          checkpoint
              + ": there is no checkpoint folder here; give a folder such as"
              + " RUN/checkpoints/last");
    }
    return found;
  }

  private List<Path> newestFirst() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(p -> STEP.matcher(p.getFileName().toString()).matches())
          .sorted(Comparator.comparing(CheckpointStore::step).reversed())
          .toList();
    }
  }

  private static long step(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring("step-".length()));
  }
}
