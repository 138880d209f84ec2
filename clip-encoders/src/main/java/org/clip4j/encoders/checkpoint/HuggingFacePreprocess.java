package org.clip4j.encoders.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clip4j.core.json.ConfigException;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.data.image.ResizeFilter;
import org.clip4j.data.image.ResizeMode;

/**
 * {@code preprocessor_config.json} of a {@code CLIPImageProcessor}.
 *
 * <p>Where the rest of a crop is odd, transformers cuts one pixel further to the top and left than
 * open_clip does in half of the cases; here pictures are cut as in open_clip.
 *
 * <p>Source: transformers 5.18, {@code image_processing_clip.py} and {@code
 * image_processing_backends.py}.
 */
final class HuggingFacePreprocess {

  private static final double RESCALE = 1 / 255.0;
  private static final int SIZE = 224;

  /** Pillow's numbers. */
  private static final Map<Integer, ResizeFilter> RESAMPLE =
      Map.of(2, ResizeFilter.BILINEAR, 3, ResizeFilter.BICUBIC);

  private static final Set<String> FLAGS =
      Set.of("do_resize", "do_center_crop", "do_rescale", "do_normalize", "do_convert_rgb");

  private HuggingFacePreprocess() {}

  /**
   * Reads how pictures are prepared.
   *
   * @throws ConfigException naming the key that cannot be followed here
   */
  static PreprocessConfig read(Keys keys) {
    String type = keys.text("image_processor_type", keys.text("feature_extractor_type", "CLIP"));
    if (!type.startsWith("CLIP")) {
      throw keys.refused(
          keys.has("image_processor_type") ? "image_processor_type" : "feature_extractor_type",
          "which is not supported; supported is \"CLIPImageProcessor\"");
    }
    for (String flag : List.of("do_resize", "do_rescale", "do_convert_rgb")) {
      keys.require(keys.flag(flag, true), flag, "true");
    }
    keys.tree()
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (key.startsWith("do_") && !FLAGS.contains(key)) {
                keys.require(!keys.flag(key, false), key, "false");
              }
            });
    double rescale = keys.number("rescale_factor", RESCALE);
    keys.require(Math.abs(rescale - RESCALE) < 1e-12, "rescale_factor", "1/255");
    ResizeFilter filter = RESAMPLE.get(keys.integer("resample", 3));
    keys.require(filter != null, "resample", "3 (bicubic) or 2 (bilinear)");
    boolean normalize = keys.flag("do_normalize", true);
    PreprocessConfig clip = PreprocessConfig.clip(SIZE);
    List<Double> mean = normalize ? three(keys, "image_mean", clip.mean()) : List.of(0.0, 0.0, 0.0);
    List<Double> std = normalize ? three(keys, "image_std", clip.std()) : List.of(1.0, 1.0, 1.0);
    boolean squash = keys.value("size").has("height") || keys.value("size").has("width");
    int size = squash ? square(keys, "size") : shortest(keys);
    boolean crop = keys.flag("do_center_crop", true);
    keys.require(crop || squash, "do_center_crop", "true, for pictures are to become square");
    int cropped = crop ? square(keys, "crop_size") : size;
    if (cropped != size) {
      throw new ConfigException(
          keys.file()
              + ": "
              + keys.path()
              + sizeKey(keys, squash)
              + " is "
              + shown(keys, "size", size)
              + " and "
              + keys.path()
              + "crop_size is "
              + shown(keys, "crop_size", cropped)
              + ": pictures whose edge is cut off are not supported; supported is the same number"
              + " for both");
    }
    try {
      return new PreprocessConfig(
          size, mean, std, filter, squash ? ResizeMode.SQUASH : ResizeMode.SHORTEST, 0);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(keys.file() + ": " + e.getMessage(), e);
    }
  }

  private static String sizeKey(Keys keys, boolean squash) {
    String part = squash ? ".height" : ".shortest_edge";
    return "size" + (keys.value("size").isObject() ? part : "");
  }

  private static String shown(Keys keys, String key, int value) {
    return keys.has(key) ? Integer.toString(value) : "absent (" + value + ")";
  }

  /** The size of the shorter edge, given as a number or as {@code {"shortest_edge": 224}}. */
  private static int shortest(Keys keys) {
    if (!keys.value("size").isObject()) {
      return keys.integer("size", SIZE);
    }
    Keys size = keys.group("size");
    size.require(size.tree().size() == 1, "longest_edge", "shortest_edge alone");
    return size.integer("shortest_edge", SIZE);
  }

  /** The edge of a square, given as a number or as height and width. */
  private static int square(Keys keys, String key) {
    if (!keys.value(key).isObject()) {
      return keys.integer(key, SIZE);
    }
    Keys size = keys.group(key);
    int height = size.integer("height", 0);
    size.require(size.integer("width", 0) == height, "width", "the height, " + height);
    return height;
  }

  private static List<Double> three(Keys keys, String key, List<Double> absent) {
    JsonNode value = keys.value(key);
    if (value.isMissingNode()) {
      return absent;
    }
    List<Double> numbers = new ArrayList<>();
    value.forEach(v -> numbers.add(v.isNumber() ? v.doubleValue() : Double.NaN));
    if (value.isNumber()) {
      numbers.addAll(List.of(value.doubleValue(), value.doubleValue(), value.doubleValue()));
    }
    if (numbers.size() != 3 || !numbers.stream().allMatch(Double::isFinite)) {
      throw keys.refused(key, "expected three numbers");
    }
    return numbers;
  }

  /**
   * Writes how pictures are prepared.
   *
   * @throws ConfigException if the processor cannot do that
   */
  static ObjectNode write(PreprocessConfig config) {
    if (config.resizeMode() == ResizeMode.LONGEST) {
      throw new ConfigException(
          "preprocess_cfg.resize_mode is \"longest\", which Hugging Face's CLIPImageProcessor"
              + " cannot do: it knows \"shortest\" and \"squash\"");
    }
    boolean squash = config.resizeMode() == ResizeMode.SQUASH;
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("image_processor_type", "CLIPImageProcessor");
    tree.put("do_convert_rgb", true);
    tree.put("do_resize", true);
    if (squash) {
      tree.putObject("size").put("height", config.size()).put("width", config.size());
    } else {
      tree.putObject("size").put("shortest_edge", config.size());
    }
    RESAMPLE.forEach(
        (number, filter) -> {
          if (filter == config.interpolation()) {
            tree.put("resample", number);
          }
        });
    tree.put("do_center_crop", !squash);
    tree.putObject("crop_size").put("height", config.size()).put("width", config.size());
    tree.put("do_rescale", true);
    tree.put("rescale_factor", RESCALE);
    tree.put("do_normalize", true);
    ArrayNode mean = tree.putArray("image_mean");
    config.mean().forEach(mean::add);
    ArrayNode std = tree.putArray("image_std");
    config.std().forEach(std::add);
    return tree;
  }
}
