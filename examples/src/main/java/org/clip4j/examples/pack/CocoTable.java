package org.clip4j.examples.pack;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clip4j.core.json.SyntaxProblem;
import org.clip4j.examples.pack.BadRowException.Reason;

/**
 * Captions in COCO's form: an object with the lists {@code images} ({@code id}, {@code file_name},
 * {@code coco_url}) and {@code annotations} ({@code image_id}, {@code caption}), in any order. A
 * row is an image with all its captions, in the order of {@code images}. The file is read as a
 * stream; names and captions alone are kept, for they are only known to belong together at its end.
 */
final class CocoTable implements CaptionTable {

  private static final String FILE = "file_name";
  private static final String URL = "coco_url";

  private final List<Image> images = new ArrayList<>();
  private final Map<String, List<String>> captions = new LinkedHashMap<>();
  private Iterator<Image> rest = List.<Image>of().iterator();
  private long row;

  /** An image of the list, or why its row cannot be used. */
  private record Image(String id, String name, Optional<String> problem) {}

  private CocoTable() {}

  /**
   * Reads the file.
   *
   * @param local whether pictures are files, named by {@code file_name}; else {@code coco_url}
   * @throws IOException naming the file if it cannot be read to its end, or has no such lists
   */
  static CocoTable open(Path file, Columns columns, boolean local) throws IOException {
    CocoTable table = new CocoTable();
    String image = columns.image().orElse(local ? FILE : URL);
    String caption = columns.caption().orElse("caption");
    Set<String> seen = new HashSet<>();
    try (Reader in =
            new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
        JsonParser json = new JsonFactory().createParser(in)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException(file + ": expected an object {...}, as COCO's captions are");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        boolean list = json.nextToken() == JsonToken.START_ARRAY;
        if (list && key.equals("images")) {
          seen.add(key);
          table.readImages(json, image);
        } else if (list && key.equals("annotations")) {
          seen.add(key);
          table.readCaptions(json, caption);
        } else {
          json.skipChildren();
        }
      }
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": not JSON: " + SyntaxProblem.describe(e), e);
    }
    if (seen.size() < 2) {
      throw new IOException(
          file + ": no lists 'images' and 'annotations', as COCO's captions have; found " + seen);
    }
    table.finish();
    return table;
  }

  private void readImages(JsonParser json, String key) throws IOException {
    Set<String> ids = new HashSet<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Map<String, String> values = values(json, Set.of("id", key));
      String id = values.getOrDefault("id", "");
      Optional<String> problem = Optional.empty();
      if (id.isEmpty()) {
        problem = Optional.of("it has no 'id'");
      } else if (!ids.add(id)) {
        problem = Optional.of("id " + id + " is there a second time");
      }
      images.add(new Image(id, values.getOrDefault(key, ""), problem));
    }
  }

  private void readCaptions(JsonParser json, String key) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Map<String, String> values = values(json, Set.of("image_id", key));
      captions
          .computeIfAbsent(values.getOrDefault("image_id", ""), id -> new ArrayList<>())
          .add(values.getOrDefault(key, ""));
    }
  }

  /** The wanted values of an object that are texts or numbers; nothing for what is no object. */
  private static Map<String, String> values(JsonParser json, Set<String> wanted)
      throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return values;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      if (wanted.contains(key)
          && (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT)) {
        values.put(key, json.getText());
      } else {
        json.skipChildren();
      }
    }
    return values;
  }

  /** Captions of images that are not listed come last, as rows that cannot be used. */
  private void finish() {
    Set<String> listed = new HashSet<>();
    images.forEach(image -> listed.add(image.id()));
    for (String id : captions.keySet()) {
      if (!listed.contains(id)) {
        images.add(
            new Image(id, "", Optional.of("captions of an image that is not listed: " + id)));
      }
    }
    rest = images.iterator();
  }

  @Override
  public Optional<CaptionRow> next() throws BadRowException {
    if (!rest.hasNext()) {
      return Optional.empty();
    }
    row++;
    Image image = rest.next();
    if (image.problem().isPresent()) {
      throw new BadRowException(Reason.ROW_UNREADABLE, image.problem().get());
    }
    List<String> own = captions.getOrDefault(image.id(), List.of());
    return Optional.of(new CaptionRow(row, image.name(), () -> own, true));
  }

  @Override
  public long place() {
    return row;
  }

  @Override
  public long expected() {
    return images.size();
  }

  @Override
  public void close() {
    rest = List.<Image>of().iterator();
  }
}
