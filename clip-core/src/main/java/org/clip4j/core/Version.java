package org.clip4j.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of clip4j, as the build wrote it into the archive. */
public final class Version {

  private static final String VERSION = load();

  private Version() {}

  /** Such as {@code 0.1.0}. */
  public static String current() {
    return VERSION;
  }

  /**
   * That of a library on the class path, as Maven wrote it into its archive; {@code unknown} where
   * it did not.
   */
  public static String of(String group, String artifact) {
    String name = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    try (InputStream in = Version.class.getResourceAsStream(name)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }

  private static String load() {
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("The bundled version.properties cannot be read", e);
    }
  }
}
