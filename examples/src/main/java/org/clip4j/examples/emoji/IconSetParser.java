package org.clip4j.examples.emoji;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clip4j.core.json.SyntaxProblem;

/** Reads a set's JSON, within bounds. */
final class IconSetParser {

  private static final long MAX_DOCUMENT = 64L << 20;
  private static final int MAX_BODY = 4 << 20;
  private static final int MAX_DEPTH = 20;
  private static final int MAX_ICONS = 50_000;
  private static final int MAX_BOX = 10_000;

  /** Iconify's default box, where neither the set nor the icon names one. */
  private static final double DEFAULT_BOX = 16;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxDocumentLength(MAX_DOCUMENT)
                      .maxStringLength(MAX_BODY)
                      .maxNestingDepth(MAX_DEPTH)
                      .build())
              .build());

  private final String name;
  private final JsonNode root;
  private final Map<LeftOut, Integer> leftOut = new EnumMap<>(LeftOut.class);

  private IconSetParser(String name, JsonNode root) {
    this.name = name;
    this.root = root;
  }

  /**
   * Reads one set.
   *
   * @param name the set's name
   * @param source the file, for messages
   * @throws IOException if it is not the JSON of an icon set, or over the bounds
   */
  static IconSet parse(String name, InputStream in, String source) throws IOException {
    JsonNode root;
    try {
      root = MAPPER.readTree(in);
    } catch (JsonProcessingException e) {
      throw new IOException(source + ": not a readable icon set: " + SyntaxProblem.describe(e), e);
    }
    if (root == null || !root.path("icons").isObject()) {
      throw new IOException(source + ": not an icon set: it has no object 'icons'");
    }
    if (root.path("icons").size() > MAX_ICONS) {
      throw new IOException(source + ": more than " + MAX_ICONS + " icons");
    }
    return new IconSetParser(name, root).parse();
  }

  private IconSet parse() {
    Map<String, String> categories = categories();
    Set<String> keys = new HashSet<>();
    root.path("icons").fieldNames().forEachRemaining(keys::add);
    List<Icon> icons = new ArrayList<>();
    root.path("icons")
        .properties()
        .forEach(
            entry -> {
              String key = entry.getKey();
              String category = categories.getOrDefault(key, "");
              Optional<LeftOut> why = IconRules.leftOut(key, category, keys);
              if (why.isPresent()) {
                leftOut.merge(why.get(), 1, Integer::sum);
              } else {
                icon(key, category, entry.getValue())
                    .ifPresentOrElse(
                        icons::add, () -> leftOut.merge(LeftOut.MALFORMED, 1, Integer::sum));
              }
            });
    int aliases = root.path("aliases").size();
    if (aliases > 0) {
      leftOut.put(LeftOut.ALIAS, aliases);
    }
    JsonNode info = root.path("info");
    return new IconSet(name, info.path("name").asText(name), license(info), icons, leftOut);
  }

  private Map<String, String> categories() {
    Map<String, String> categories = new HashMap<>();
    root.path("categories")
        .properties()
        .forEach(
            category ->
                category
                    .getValue()
                    .forEach(key -> categories.putIfAbsent(key.asText(), category.getKey())));
    return categories;
  }

  private static License license(JsonNode info) {
    JsonNode license = info.path("license");
    JsonNode author = info.path("author");
    return new License(
        license.path("title").asText(""),
        license.path("spdx").asText(""),
        license.path("url").asText(""),
        author.path("name").asText(""),
        author.path("url").asText(""));
  }

  private Optional<Icon> icon(String key, String category, JsonNode icon) {
    JsonNode body = icon.path("body");
    double left = number(icon, "left", 0);
    double top = number(icon, "top", 0);
    double width = number(icon, "width", DEFAULT_BOX);
    double height = number(icon, "height", DEFAULT_BOX);
    double turns = number(icon, "rotate", 0);
    boolean sound =
        body.isTextual()
            && !body.textValue().isBlank()
            && Math.abs(left) <= MAX_BOX
            && Math.abs(top) <= MAX_BOX
            && width > 0
            && width <= MAX_BOX
            && height > 0
            && height <= MAX_BOX
            && turns == Math.rint(turns)
            && Math.abs(turns) <= MAX_BOX;
    if (!sound) {
      return Optional.empty();
    }
    return Optional.of(
        new Icon(
            key,
            category,
            body.textValue(),
            left,
            top,
            width,
            height,
            Math.floorMod((int) turns, 4),
            icon.path("hFlip").asBoolean(false),
            icon.path("vFlip").asBoolean(false)));
  }

  /** The icon's own number, else the set's, else Iconify's default; NaN where it is no number. */
  private double number(JsonNode icon, String field, double otherwise) {
    JsonNode value = icon.has(field) ? icon.get(field) : root.path(field);
    if (value.isMissingNode()) {
      return otherwise;
    }
    return value.isNumber() ? value.doubleValue() : Double.NaN;
  }
}
