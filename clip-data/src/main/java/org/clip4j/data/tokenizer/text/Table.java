package org.clip4j.data.tokenizer.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a bundled table: in each line a name and, behind a space, items. Lines of the same name
 * belong together; those that begin with {@code #} are remarks.
 */
public final class Table {
  private Table() {}

  /**
   * Reads a table.
   *
   * @param beside the class in whose package the resource lies
   * @param resource its name
   * @return the items of each name, with spaces between, in the order of the file
   * @throws IllegalStateException if it is not there
   */
  public static Map<String, String> read(Class<?> beside, String resource) {
    try (InputStream in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            resource + " is missing beside " + beside + ": is the jar complete?");
      }
      Map<String, String> items = new LinkedHashMap<>();
      new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(
              line -> {
                int space = line.indexOf(' ');
                items.merge(
                    line.substring(0, space),
                    line.substring(space + 1),
                    (first, next) -> first + ' ' + next);
              });
      return items;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bundled " + resource, e);
    }
  }
}
