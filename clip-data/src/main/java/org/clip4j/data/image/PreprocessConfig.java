package org.clip4j.data.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * How an encoder wants its pictures: open_clip's {@code preprocess_cfg}. Mode is always RGB.
 *
 * @param size height and width, in pixels, from 1 to 8192
 * @param mean taken off each of red, green, blue, after they were scaled to 0..1
 * @param std what the rest is divided by, not 0
 * @param interpolation the kernel of the resize
 * @param resizeMode how a picture becomes square
 * @param fillColor grey value 0..255 of what {@link ResizeMode#LONGEST} fills up
 */
public record PreprocessConfig(
    int size,
    List<Double> mean,
    List<Double> std,
    ResizeFilter interpolation,
    ResizeMode resizeMode,
    int fillColor) {
  private static final int MAX_SIZE = 8192;
  private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  private static final List<Double> CLIP_STD = List.of(0.26862954, 0.26130258, 0.27577711);
  private static final Set<String> KEYS =
      Set.of("size", "mode", "mean", "std", "interpolation", "resize_mode", "fill_color");

  /** Checks the values. */
  public PreprocessConfig {
    if (size < 1 || size > MAX_SIZE) {
      throw refused("size", size + "; expected 1 to " + MAX_SIZE);
    }
    mean = checked("mean", mean);
    std = checked("std", std);
    if (std.contains(0.0)) {
      throw refused("std", std + "; expected no zero");
    }
    if (fillColor < 0 || fillColor > 255) {
      throw refused("fill_color", fillColor + "; expected 0 to 255");
    }
  }

  /**
   * CLIP's own preprocessing: bicubic, shortest edge, centre crop, the mean and deviation of its
   * training set.
   */
  public static PreprocessConfig clip(int size) {
    return new PreprocessConfig(
        size, CLIP_MEAN, CLIP_STD, ResizeFilter.BICUBIC, ResizeMode.SHORTEST, 0);
  }

  /** The same preparation for another size. */
  public PreprocessConfig withSize(int other) {
    return new PreprocessConfig(other, mean, std, interpolation, resizeMode, fillColor);
  }

  /**
   * Reads {@code preprocess_cfg}. Keys that are absent or null take open_clip's values.
   *
   * @param config the JSON object, or a missing or null node for all defaults
   * @param modelSize the size where the config gives none: that of the model, as in open_clip
   * @throws IllegalArgumentException if a key is unknown or has a value that is not supported; the
   *     message names the key
   */
  public static PreprocessConfig fromJson(JsonNode config, int modelSize) {
    PreprocessConfig defaults = clip(modelSize);
    if (config.isMissingNode() || config.isNull()) {
      return defaults;
    }
    if (!config.isObject()) {
      throw new IllegalArgumentException(
          "preprocess_cfg: expected a JSON object, got " + config.getNodeType());
    }
    for (Iterator<String> keys = config.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "preprocess_cfg: unknown key '" + key + "'; known: " + new TreeSet<>(KEYS));
      }
    }
    String mode = text(config, "mode", "RGB");
    if (!mode.equals("RGB")) {
      throw refused("mode", "'" + mode + "'; only RGB is supported");
    }
    return new PreprocessConfig(
        size(config.path("size"), modelSize),
        threeNumbers(config, "mean", defaults.mean()),
        threeNumbers(config, "std", defaults.std()),
        choice(config, "interpolation", ResizeFilter.values(), defaults.interpolation()),
        choice(config, "resize_mode", ResizeMode.values(), defaults.resizeMode()),
        fillColor(config.path("fill_color")));
  }

  /** Writes {@code preprocess_cfg} with every key. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("size", size);
    json.put("mode", "RGB");
    ArrayNode means = json.putArray("mean");
    mean.forEach(means::add);
    ArrayNode deviations = json.putArray("std");
    std.forEach(deviations::add);
    json.put("interpolation", name(interpolation));
    json.put("resize_mode", name(resizeMode));
    json.put("fill_color", fillColor);
    return json;
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static int size(JsonNode node, int modelSize) {
    if (node.isMissingNode() || node.isNull()) {
      return modelSize;
    }
    boolean square =
        node.isArray()
            && (node.size() == 1 || (node.size() == 2 && node.get(0).equals(node.get(1))));
    JsonNode edge = square ? node.get(0) : node;
    if (!edge.canConvertToInt() || !edge.isIntegralNumber()) {
      throw refused(
          "size",
          node
              + "; expected a whole number or two equal ones, for only square pictures are"
              + " supported");
    }
    return edge.intValue();
  }

  private static int fillColor(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return 0;
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw refused("fill_color", node + "; expected a whole number from 0 to 255");
    }
    return node.intValue();
  }

  private static List<Double> threeNumbers(JsonNode config, String key, List<Double> absent) {
    JsonNode node = config.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return absent;
    }
    List<Double> values = new ArrayList<>();
    if (node.isNumber()) {
      values.addAll(List.of(node.doubleValue(), node.doubleValue(), node.doubleValue()));
    }
    for (JsonNode value : node) {
      if (!value.isNumber()) {
        throw refused(key, node + "; expected three numbers");
      }
      values.add(value.doubleValue());
    }
    return values;
  }

  private static <E extends Enum<E>> E choice(JsonNode config, String key, E[] values, E absent) {
    String wanted = text(config, key, name(absent));
    for (E value : values) {
      if (name(value).equals(wanted)) {
        return value;
      }
    }
    List<String> known = new ArrayList<>();
    for (E value : values) {
      known.add(name(value));
    }
    throw refused(key, "'" + wanted + "' is not supported; one of " + known);
  }

  private static String text(JsonNode config, String key, String absent) {
    JsonNode node = config.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return absent;
    }
    if (!node.isTextual()) {
      throw refused(key, node + "; expected a string");
    }
    return node.textValue();
  }

  private static List<Double> checked(String key, List<Double> values) {
    if (values.size() != 3 || !values.stream().allMatch(Double::isFinite)) {
      throw refused(key, values + "; expected three finite numbers");
    }
    return List.copyOf(values);
  }

  private static IllegalArgumentException refused(String key, String problem) {
    return new IllegalArgumentException("preprocess_cfg." + key + ": " + problem);
  }
}
