package org.clip4j.data.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.clip4j.core.json.StrictReader;

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
  private static final String NAME = "preprocess_cfg";
  private static final int MAX_SIZE = 8192;
  private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  private static final List<Double> CLIP_STD = List.of(0.26862954, 0.26130258, 0.27577711);

  /** The keys as they are in a file. */
  record Keys(
      JsonNode size,
      String mode,
      JsonNode mean,
      JsonNode std,
      ResizeFilter interpolation,
      ResizeMode resizeMode,
      Integer fillColor) {}

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
    Keys keys = StrictReader.read(config, Keys.class, NAME, "");
    if (keys.mode() != null && !keys.mode().equals("RGB")) {
      throw refused("mode", "'" + keys.mode() + "'; only RGB is supported");
    }
    return new PreprocessConfig(
        size(keys.size(), modelSize),
        threeNumbers("mean", keys.mean(), defaults.mean()),
        threeNumbers("std", keys.std(), defaults.std()),
        Objects.requireNonNullElse(keys.interpolation(), defaults.interpolation()),
        Objects.requireNonNullElse(keys.resizeMode(), defaults.resizeMode()),
        Objects.requireNonNullElse(keys.fillColor(), defaults.fillColor()));
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
    if (isAbsent(node)) {
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

  private static List<Double> threeNumbers(String key, JsonNode node, List<Double> absent) {
    if (isAbsent(node)) {
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

  private static boolean isAbsent(JsonNode node) {
    return node == null || node.isNull();
  }

  private static List<Double> checked(String key, List<Double> values) {
    if (values.size() != 3 || !values.stream().allMatch(Double::isFinite)) {
      throw refused(key, values + "; expected three finite numbers");
    }
    return List.copyOf(values);
  }

  private static IllegalArgumentException refused(String key, String problem) {
    return new IllegalArgumentException(NAME + ": " + key + ": " + problem);
  }
}
