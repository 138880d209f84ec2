package org.clip4j.examples.iconify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clip4j.core.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a script in the place of Maven. */
@DisabledOnOs(OS.WINDOWS)
class ArchiveFetcherTest {

  /** Of the five bytes {@code icons}. */
  private static final String ICONS =
      "04ce686a8565da3cfb36389923ed457c2229d6674f41d7d7c2bbd4c26855a0f3";

  @TempDir Path home;

  private String sha256;

  @BeforeEach
  void hash() throws IOException {
    Path file = Files.writeString(home.resolve("icons"), "icons");
    sha256 = Sha256.of(file);
    assertEquals(ICONS, sha256);
  }

  private ArchiveFetcher fetcher(String script) throws IOException {
    Path wrapper = home.resolve("mvnw");
    Files.writeString(wrapper, "#!/bin/sh\necho \"$@\" >> calls\n" + script + "\n");
    assertTrue(wrapper.toFile().setExecutable(true));
    return new ArchiveFetcher(home, sha256);
  }

  private static String writes(String contents) {
    return "for a in \"$@\"; do case $a in -DoutputDirectory=*) printf "
        + contents
        + " > \"${a#*=}/iconify__json-2.2.378.jar\";; esac; done";
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(home.resolve("calls"));
  }

  @Test
  void fetchedOnceAndThenKept() throws IOException {
    ArchiveFetcher fetcher = fetcher(writes("icons"));
    Path jar = fetcher.fetch();
    assertEquals("icons", Files.readString(jar));
    assertEquals(jar, fetcher.fetch());
    assertEquals(1, calls().size());
    String call = calls().get(0);
    assertTrue(
        call.contains("dependency:copy -Dartifact=org.webjars.npm:iconify__json:2.2.378 "), call);
    try (var files = Files.list(jar.getParent())) {
      assertEquals(List.of(jar), files.toList(), "something was left behind");
    }
  }

  @Test
  void aDamagedJarIsFetchedAgain() throws IOException {
    ArchiveFetcher fetcher = fetcher(writes("icons"));
    Path jar = fetcher.fetch();
    Files.writeString(jar, "ico");
    assertEquals("icons", Files.readString(fetcher.fetch()));
    assertEquals(2, calls().size());
  }

  @Test
  void withoutANetworkOneLineSaysWhatToDo() throws IOException {
    ArchiveFetcher fetcher =
        fetcher("echo '[ERROR] Could not transfer artifact'; echo '[ERROR] Re-run'; exit 1");
    IOException e = assertThrows(IOException.class, fetcher::fetch);
    assertEquals(
        "Maven could not fetch org.webjars.npm:iconify__json:2.2.378 (exit status 1): Could not"
            + " transfer artifact; check the network (or Maven's proxy in ~/.m2/settings.xml) and"
            + " run again, or name a jar of org.webjars.npm:iconify__json:2.2.378 that is already"
            + " on this machine",
        e.getMessage());
  }

  @Test
  void anotherFileIsNotTaken() throws IOException {
    ArchiveFetcher fetcher = fetcher(writes("other"));
    IOException e = assertThrows(IOException.class, fetcher::fetch);
    assertTrue(e.getMessage().contains("is not the published file"), e.getMessage());
    assertFalse(Files.exists(home.resolve("target/downloads/iconify__json-2.2.378.jar")));
  }

  @Test
  void endingWellWithoutAFileIsAnError() throws IOException {
    IOException e = assertThrows(IOException.class, fetcher("exit 0")::fetch);
    assertTrue(e.getMessage().contains("without fetching"), e.getMessage());
  }

  @Test
  void withoutAWrapper() {
    IOException e = assertThrows(IOException.class, () -> new ArchiveFetcher(home, sha256).fetch());
    assertTrue(e.getMessage().startsWith(home.resolve("mvnw") + ": not found"), e.getMessage());
  }
}
