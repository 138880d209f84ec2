package org.clip4j.examples.iconify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.clip4j.core.json.SyntaxProblem;

/** Reads a set's JSON, within bounds. */
final class IconSetParser {

  private static final long MAX_DOCUMENT = 256L << 20;
  private static final int MAX_BODY = 4 << 20;
  private static final int MAX_DEPTH = 20;
  private static final int MAX_ICONS = 50_000;
  private static final int MAX_BOX = 10_000;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final int LONGEST_NAME = 120;

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
  private final IconRule rule;
  private final JsonNode root;
  private final Map<LeftOut, Integer> leftOut = new EnumMap<>(LeftOut.class);

  private IconSetParser(String name, IconRule rule, JsonNode root) {
    this.name = name;
    this.rule = rule;
    this.root = root;
  }

  /**
   * Reads one set.
   *
   * @param name the set's name
   * @param rule which icons are left out
   * @param source the file, for messages
   * @throws IOException if it is not the JSON of an icon set, or over the bounds
   */
  static IconSet parse(String name, IconRule rule, InputStream in, String source)
      throws IOException {
    JsonNode root = tree(in, source, "icon set");
    if (root == null || !root.path("icons").isObject()) {
      throw new IOException(source + ": not an icon set: it has no object 'icons'");
    }
    if (root.path("icons").size() > MAX_ICONS) {
      throw new IOException(source + ": more than " + MAX_ICONS + " icons");
    }
    return new IconSetParser(name, rule, root).parse();
  }

  /**
   * Reads the list of an archive's sets: an object with a field for each.
   *
   * @return their names, sorted
   * @throws IOException if it is no such list, or over the bounds
   */
  static List<String> names(InputStream in, String source) throws IOException {
    JsonNode root = tree(in, source, "list of icon sets");
    List<String> names = new ArrayList<>();
    root.fieldNames().forEachRemaining(names::add);
    Collections.sort(names);
    Optional<String> bad = names.stream().filter(name -> !isName(name)).findFirst();
    if (bad.isPresent() || names.isEmpty() || names.size() > MAX_ICONS) {
      throw new IOException(
          source
              + ": not a list of icon sets: "
              + bad.map(name -> "'" + name + "' is no name").orElse(names.size() + " names"));
    }
    return names;
  }

  private static JsonNode tree(InputStream in, String source, String what) throws IOException {
    try {
      return MAPPER.readTree(in);
    } catch (JsonProcessingException e) {
      throw new IOException(
          source + ": not a readable " + what + ": " + SyntaxProblem.describe(e), e);
    }
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
              Optional<LeftOut> why = reason(key, category, keys);
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
    return new IconSet(
        name,
        info.path("name").asText(name),
        info.path("category").asText(""),
        new IconStyles(titles("prefixes"), titles("suffixes")),
        license(info),
        icons,
        leftOut);
  }

  private Optional<LeftOut> reason(String key, String category, Set<String> keys) {
    return isName(key) ? rule.leftOut(key, category, keys) : Optional.of(LeftOut.BAD_KEY);
  }

  /** Whether a text is such as Iconify allows for sets and icons, and as a file may be called. */
  static boolean isName(String text) {
    return text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
  }

  private Map<String, String> titles(String field) {
    Map<String, String> titles = new HashMap<>();
    root.path(field)
        .properties()
        .forEach(
            style -> {
              if (style.getKey().isEmpty() || isName(style.getKey())) {
                titles.put(style.getKey(), style.getValue().asText(""));
              }
            });
    return titles;
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
