package org.clip4j.examples.iconify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The jar of Iconify's icon sets. Nothing is unpacked; entries are found by fixed names. */
public final class IconifyArchive implements AutoCloseable {

  /** The version whose keys and drawings the figures in the documentation are of. */
  public static final String VERSION = "2.2.378";

  /** The artifact's Maven coordinates. */
  public static final String COORDINATES = "org.webjars.npm:iconify__json:" + VERSION;

  /** What the published jar's bytes hash to. */
  public static final String SHA256 =
      "b43e77a7b30008fcca8083b12cc8d3fce19650e2aeeca1c29b0db238c77e0d75";

  private static final String FOLDER = "META-INF/resources/webjars/iconify__json/" + VERSION + "/";

  private final Path jar;
  private final ZipFile zip;

  private IconifyArchive(Path jar, ZipFile zip) {
    this.jar = jar;
    this.zip = zip;
  }

  /**
   * Opens the jar.
   *
   * @throws IOException if it is not there or no jar
   */
  public static IconifyArchive open(Path jar) throws IOException {
    try {
      return new IconifyArchive(jar, new ZipFile(jar.toFile()));
    } catch (IOException e) {
      throw new IOException(
          jar + ": not a readable jar: " + e.getMessage() + "; expected that of " + COORDINATES, e);
    }
  }

  /**
   * The names of all sets that the jar lists, sorted.
   *
   * @throws IOException if it has no list that can be read
   */
  public List<String> sets() throws IOException {
    String file = "collections.json";
    try (InputStream in = zip.getInputStream(entry(FOLDER + file))) {
      return IconSetParser.names(in, jar + "!" + file);
    }
  }

  /**
   * Reads one set.
   *
   * @param set Iconify's name of it
   * @param rule which of its icons are left out
   * @throws IOException if the jar has no such set or it cannot be read
   */
  public IconSet read(String set, IconRule rule) throws IOException {
    try (InputStream in = zip.getInputStream(entry(FOLDER + "json/" + set + ".json"))) {
      return IconSetParser.parse(set, rule, in, jar + "!" + set + ".json");
    }
  }

  private ZipEntry entry(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException(jar + ": has no " + name + "; expected the jar of " + COORDINATES);
    }
    return entry;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
