package org.clip4j.examples.emoji;

import static org.clip4j.examples.iconify.TinyArchive.RED_SQUARE;
import static org.clip4j.examples.iconify.TinyArchive.icon;
import static org.clip4j.examples.iconify.TinyArchive.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clip4j.examples.iconify.ProgressListener;
import org.clip4j.examples.iconify.TinyArchive;
import org.clip4j.train.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

  /** Of each of seven sets: more than a batch of the short demo. */
  private static final int NAMES = 30;

  @TempDir private Path folder;

  private EmojiOptions pairs() throws IOException {
    String icons =
        IntStream.range(0, NAMES)
            .mapToObj(i -> icon("square-" + i, RED_SQUARE))
            .collect(Collectors.joining(","));
    TinyArchive archive = new TinyArchive();
    for (Split split : Split.values()) {
      split.sets().forEach(name -> archive.with(name, set(icons, "")));
    }
    return EmojiOptions.DEFAULT.withSize(16).withJar(archive.write(folder.resolve("a.jar")));
  }

  /** Neither its files nor what it has not written yet. */
  @Test
  void aSecondDemoChangesNothingOfTheFirst() throws IOException {
    Path out = Files.createDirectory(folder.resolve("out"));
    Demo demo = new Demo(out, pairs(), DemoLength.SHORT, ProgressListener.NONE, Progress.NONE);
    Files.writeString(out.resolve("config.yaml"), "an earlier one's");
    RuntimeException enough = new RuntimeException("enough");
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () ->
                demo.run(
                    false,
                    first -> {
                      secondIsRefused(demo, out);
                      throw enough;
                    }));
    assertSame(enough, thrown, thrown.toString());
    assertEquals("an earlier one's", Files.readString(out.resolve("earlier-1/config.yaml")));
  }

  /** While the first draws there is no run yet that could keep the second out. */
  @Test
  void aSecondDemoDrawsNothingWhileTheFirstDraws() throws IOException {
    Path out = folder.resolve("out");
    EmojiOptions pairs = pairs();
    RuntimeException enough = new RuntimeException("enough");
    Set<Path> before = new TreeSet<>();
    ProgressListener secondBegins =
        (stage, done, total) -> {
          before.addAll(files(out));
          Demo second =
              new Demo(out, pairs, DemoLength.SHORT, (s, d, t) -> fail("drawn"), Progress.NONE);
          for (boolean resume : new boolean[] {false, true}) {
            IOException e = assertThrows(IOException.class, () -> second.run(resume, t -> fail()));
            assertTrue(e.getMessage().startsWith(out + ": another run is writing here"), e + "");
          }
          throw enough;
        };
    Demo first = new Demo(out, pairs, DemoLength.SHORT, secondBegins, Progress.NONE);
    RuntimeException thrown =
        assertThrows(RuntimeException.class, () -> first.run(false, trainer -> fail()));
    assertSame(enough, thrown, thrown.toString());
    assertEquals(Set.of(Path.of(".demo.lock")), before);
    assertEquals(before, files(out));
  }

  private static Set<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::getFileName).collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void secondIsRefused(Demo demo, Path out) {
    try {
      Files.writeString(out.resolve("config.yaml"), "the first's");
      for (boolean resume : new boolean[] {false, true}) {
        IOException e = assertThrows(IOException.class, () -> demo.run(resume, t -> fail()));
        assertTrue(e.getMessage().contains("another run is writing here"), e.getMessage());
        assertEquals("the first's", Files.readString(out.resolve("config.yaml")));
      }
      assertFalse(Files.exists(out.resolve("earlier-2")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
