package org.clip4j.examples.emoji;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The jar of Iconify's icon sets. Nothing is unpacked; entries are found by fixed names. */
final class IconifyArchive implements AutoCloseable {

  /** The version whose keys and drawings the figures in the documentation are of. */
  static final String VERSION = "2.2.378";

  /** The artifact's Maven coordinates. */
  static final String COORDINATES = "org.webjars.npm:iconify__json:" + VERSION;

  /** What the published jar's bytes hash to. */
  static final String SHA256 = "b43e77a7b30008fcca8083b12cc8d3fce19650e2aeeca1c29b0db238c77e0d75";

  private static final String FOLDER =
      "META-INF/resources/webjars/iconify__json/" + VERSION + "/json/";

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
  static IconifyArchive open(Path jar) throws IOException {
    try {
      return new IconifyArchive(jar, new ZipFile(jar.toFile()));
    } catch (IOException e) {
      throw new IOException(
          jar + ": not a readable jar: " + e.getMessage() + "; expected that of " + COORDINATES, e);
    }
  }

  /**
   * Reads one set.
   *
   * @param set Iconify's name of it
   * @throws IOException if the jar has no such set or it cannot be read
   */
  IconSet read(String set) throws IOException {
    ZipEntry entry = zip.getEntry(FOLDER + set + ".json");
    if (entry == null) {
      throw new IOException(
          jar + ": has no " + FOLDER + set + ".json; expected the jar of " + COORDINATES);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return IconSetParser.parse(set, in, jar + "!" + set + ".json");
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
