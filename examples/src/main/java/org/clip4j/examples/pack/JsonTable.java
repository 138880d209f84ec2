package org.clip4j.examples.pack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clip4j.core.json.SyntaxProblem;

/**
 * A table of JSON lines: an object in each, its keys the columns. Blank lines do not count. A
 * caption may be a text or a list of texts.
 */
final class JsonTable implements CaptionTable {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Path file;
  private final ReadShare share;
  private final Columns columns;
  private final BufferedReader reader;
  private Optional<Names> names = Optional.empty();
  private long line;
  private long rows;

  /** The columns, once the first object has told them. */
  private record Names(String image, String caption) {}

  JsonTable(InputStream in, ReadShare share, Path file, Columns columns) {
    this.file = file;
    this.share = share;
    this.columns = columns;
    this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Override
  public Optional<CaptionRow> next() throws IOException, BadRowException {
    Optional<String> text = nextLine();
    while (text.isPresent() && text.get().isBlank()) {
      text = nextLine();
    }
    if (text.isEmpty()) {
      return Optional.empty();
    }
    rows++;
    JsonNode object = parse(text.get());
    Names known = names(object);
    String image = text(object, known.image());
    JsonNode caption = object.path(known.caption());
    if (!caption.isArray()) {
      return Optional.of(CaptionRow.of(line, image, text(object, known.caption())));
    }
    List<String> captions = new ArrayList<>();
    for (JsonNode each : caption) {
      captions.add(value(each, known.caption() + "[" + captions.size() + "]"));
    }
    return Optional.of(new CaptionRow(line, image, () -> captions, true));
  }

  @Override
  public long place() {
    return line;
  }

  @Override
  public String places() {
    return "line";
  }

  @Override
  public long expected() {
    return share.rows(rows);
  }

  private static JsonNode parse(String text) throws BadRowException {
    try {
      JsonNode node = JSON.readTree(text);
      if (node.isObject()) {
        return node;
      }
      throw new BadRowException(BadRowException.Reason.ROW_UNREADABLE, "not a JSON object {...}");
    } catch (JsonProcessingException e) {
      throw new BadRowException(
          BadRowException.Reason.ROW_UNREADABLE, "not JSON: " + SyntaxProblem.describe(e));
    }
  }

  private Names names(JsonNode object) {
    if (names.isEmpty()) {
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      String source = file + ", line " + line;
      names =
          Optional.of(new Names(columns.imageOf(keys, source), columns.captionOf(keys, source)));
    }
    return names.get();
  }

  private static String text(JsonNode object, String key) throws BadRowException {
    return value(object.path(key), key);
  }

  private static String value(JsonNode value, String key) throws BadRowException {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw new BadRowException(
          BadRowException.Reason.ROW_UNREADABLE, "'" + key + "' is not a text");
    }
    return value.textValue();
  }

  private Optional<String> nextLine() throws IOException, BadRowException {
    StringBuilder text = new StringBuilder();
    int c = reader.read();
    if (c < 0) {
      return Optional.empty();
    }
    line++;
    boolean fits = true;
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      fits &= text.length() < MAX_ROW;
      if (fits) {
        text.append((char) c);
      }
    }
    if (!fits) {
      throw new BadRowException(
          BadRowException.Reason.ROW_UNREADABLE, "a row of more than " + MAX_ROW + " characters");
    }
    return Optional.of(text.toString());
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
