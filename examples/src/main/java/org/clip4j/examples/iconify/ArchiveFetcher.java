package org.clip4j.examples.iconify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clip4j.core.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the jar of icon sets once, by the project's own Maven Wrapper as a child process: what
 * Maven knows of mirrors, proxies and its local repository holds here too, and without a network
 * the jar comes from that repository. Its dependencies (a hundred node packages) are not fetched.
 */
public final class ArchiveFetcher {

  /** The system property that names the project's folder; the launcher sets it. */
  static final String HOME_PROPERTY = "clip4j.home";

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveFetcher.class);
  private static final String FILE = "iconify__json-" + IconifyArchive.VERSION + ".jar";
  private static final int TAIL = 12;
  private static final int LONGEST_LINE = 400;
  private static final String OTHERWISE =
      "; check the network (or Maven's proxy in ~/.m2/settings.xml) and run again, or name a jar of"
          + " "
          + IconifyArchive.COORDINATES
          + " that is already on this machine";

  private final Path home;
  private final String sha256;

  ArchiveFetcher(Path home) {
    this(home, IconifyArchive.SHA256);
  }

  ArchiveFetcher(Path home, String sha256) {
    this.home = home;
    this.sha256 = sha256;
  }

  /**
   * A fetcher of the project that this program was started from.
   *
   * @throws IOException if the launcher did not say where that is
   */
  public static ArchiveFetcher ofThisProject() throws IOException {
    String home = System.getProperty(HOME_PROPERTY);
    if (home == null || home.isBlank()) {
      throw new IOException(
          "where the project lies is not known: start by its launcher, or with -D"
              + HOME_PROPERTY
              + "=FOLDER of the clone, or name a jar of "
              + IconifyArchive.COORDINATES);
    }
    return new ArchiveFetcher(Path.of(home).toAbsolutePath().normalize());
  }

  /**
   * Returns the jar, fetched into {@code target/downloads} of the project where it is not there.
   *
   * @throws IOException if Maven cannot fetch it, or fetched another file than the published one
   */
  public Path fetch() throws IOException {
    Path folder = home.resolve("target").resolve("downloads");
    Path jar = folder.resolve(FILE);
    if (Files.isRegularFile(jar) && sha256.equals(Sha256.of(jar))) {
      return jar;
    }
    Files.createDirectories(folder);
    Path aside = Files.createTempDirectory(folder, "fetch");
    try {
      LOG.info("fetching {} by Maven (88 MB, once)", IconifyArchive.COORDINATES);
      runMaven(aside);
      Path fetched = aside.resolve(FILE);
      check(fetched);
      Files.move(fetched, jar, StandardCopyOption.REPLACE_EXISTING);
      return jar;
    } finally {
      Files.deleteIfExists(aside.resolve(FILE));
      Files.deleteIfExists(aside);
    }
  }

  private void check(Path fetched) throws IOException {
    if (!Files.isRegularFile(fetched)) {
      throw new IOException("Maven ended without fetching " + FILE + OTHERWISE);
    }
    String actual = Sha256.of(fetched);
    if (!actual.equals(sha256)) {
      throw new IOException(
          "what Maven fetched as "
              + IconifyArchive.COORDINATES
              + " is not the published file: SHA-256 "
              + actual
              + ", expected "
              + sha256
              + "; delete it from the local repository and run again");
    }
  }

  private void runMaven(Path into) throws IOException {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    Path wrapper = home.resolve(windows ? "mvnw.cmd" : "mvnw");
    if (!Files.isRegularFile(wrapper)) {
      throw new IOException(
          wrapper + ": not found, so " + IconifyArchive.COORDINATES + " cannot be fetched");
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    wrapper.toString(),
                    "-B",
                    "-q",
                    "-N",
                    "-f",
                    home.resolve("pom.xml").toString(),
                    "dependency:copy",
                    "-Dartifact=" + IconifyArchive.COORDINATES,
                    "-DoutputDirectory=" + into))
            .directory(home.toFile())
            .redirectErrorStream(true);
    // Maven is to run on the Java that runs this, not on whichever the shell would find.
    Map<String, String> environment = builder.environment();
    environment.putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      Deque<String> tail = tail(process);
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException(
            "Maven could not fetch "
                + IconifyArchive.COORDINATES
                + " (exit status "
                + status
                + "): "
                + firstError(tail)
                + OTHERWISE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while Maven fetched " + IconifyArchive.COORDINATES, e);
    } finally {
      process.destroy();
    }
  }

  private static Deque<String> tail(Process process) throws IOException {
    Deque<String> tail = new ArrayDeque<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (!line.isBlank()) {
          tail.add(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
        }
        if (tail.size() > TAIL) {
          tail.remove();
        }
      }
    }
    return tail;
  }

  /** Maven's first line marked as an error says why; those after it say how to read more. */
  private static String firstError(Deque<String> tail) {
    return tail.stream()
        .filter(line -> line.startsWith("[ERROR]"))
        .findFirst()
        .map(line -> line.substring("[ERROR]".length()).strip())
        .orElseGet(() -> tail.isEmpty() ? "it said nothing" : tail.getLast());
  }
}
