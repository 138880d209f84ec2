package org.clip4j.data.image;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.clip4j.core.json.StrictReader;

/**
 * How training pictures are varied. {@link #none()} is open_clip's default: a random resized crop
 * of 0.9 to 1 of the area and nothing else. All else serves drawings: what a drawing shows does not
 * depend on pose, palette or paper.
 *
 * @param cropScaleMin smallest share of the picture's area that a crop keeps, above 0
 * @param cropScaleMax largest share, at most 1
 * @param cropRatioMin smallest width over height of a crop, above 0
 * @param cropRatioMax largest width over height of a crop
 * @param rotateDegrees rotation by up to this angle either way, 0 to 180
 * @param translate shift by up to this share of the picture either way, 0 to 1
 * @param zoomMin smallest magnification, above 0
 * @param zoomMax largest magnification
 * @param shearDegrees slant by up to this angle either way, 0 to 60
 * @param flipProbability how often the picture is mirrored left to right
 * @param jitterProbability how often the four colour changes below are made
 * @param brightness factor of the light from {@code 1 - x} to {@code 1 + x}
 * @param contrast factor of the distance from the mean grey, likewise
 * @param saturation factor of the distance from the pixel's grey, likewise
 * @param hue turn of the colour circle by up to this share of it either way, 0 to 0.5
 * @param greyProbability how often the colours are taken away
 * @param backgroundProbability how often a white background is replaced
 * @param background by what
 * @param eraseProbability how often a rectangle is blanked out
 * @param eraseAreaMin smallest share of the area that is blanked out
 * @param eraseAreaMax largest share
 */
public record AugmentConfig(
    Double cropScaleMin,
    Double cropScaleMax,
    Double cropRatioMin,
    Double cropRatioMax,
    Double rotateDegrees,
    Double translate,
    Double zoomMin,
    Double zoomMax,
    Double shearDegrees,
    Double flipProbability,
    Double jitterProbability,
    Double brightness,
    Double contrast,
    Double saturation,
    Double hue,
    Double greyProbability,
    Double backgroundProbability,
    BackgroundChange background,
    Double eraseProbability,
    Double eraseAreaMin,
    Double eraseAreaMax) {
  private static final AugmentConfig NONE = new Builder().build();

  /** Fills in what is absent and checks the values; errors name the key. */
  public AugmentConfig {
    cropScaleMin = within("crop_scale_min", cropScaleMin, 0.9, 1e-6, 1);
    cropScaleMax = within("crop_scale_max", cropScaleMax, 1, cropScaleMin, 1);
    cropRatioMin = within("crop_ratio_min", cropRatioMin, 3.0 / 4, 1e-3, 1e3);
    cropRatioMax = within("crop_ratio_max", cropRatioMax, 4.0 / 3, cropRatioMin, 1e3);
    rotateDegrees = within("rotate_degrees", rotateDegrees, 0, 0, 180);
    translate = within("translate", translate, 0, 0, 1);
    zoomMin = within("zoom_min", zoomMin, 1, 0.1, 10);
    zoomMax = within("zoom_max", zoomMax, 1, zoomMin, 10);
    shearDegrees = within("shear_degrees", shearDegrees, 0, 0, 60);
    flipProbability = within("flip_probability", flipProbability, 0, 0, 1);
    jitterProbability = within("jitter_probability", jitterProbability, 1, 0, 1);
    brightness = within("brightness", brightness, 0, 0, 1);
    contrast = within("contrast", contrast, 0, 0, 1);
    saturation = within("saturation", saturation, 0, 0, 1);
    hue = within("hue", hue, 0, 0, 0.5);
    greyProbability = within("grey_probability", greyProbability, 0, 0, 1);
    backgroundProbability = within("background_probability", backgroundProbability, 0, 0, 1);
    background = background == null ? BackgroundChange.LIGHT : background;
    eraseProbability = within("erase_probability", eraseProbability, 0, 0, 1);
    eraseAreaMin = within("erase_area_min", eraseAreaMin, 0.02, 0, 1);
    eraseAreaMax = within("erase_area_max", eraseAreaMax, 0.33, eraseAreaMin, 1);
  }

  /** open_clip's training transform: the crop alone. */
  public static AugmentConfig none() {
    return NONE;
  }

  /** Starts from {@link #none()}. */
  public static Builder builder() {
    return new Builder();
  }

  private static double within(String key, Double given, double absent, double low, double high) {
    double value = given == null ? absent : given;
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          key + " is to be from " + low + " to " + high + ", not " + value);
    }
    return value;
  }

  boolean warps() {
    return rotateDegrees > 0 || translate > 0 || shearDegrees > 0 || zoomMin != 1 || zoomMax != 1;
  }

  boolean jitters() {
    return jitterProbability > 0 && (brightness > 0 || contrast > 0 || saturation > 0 || hue > 0);
  }

  /** Components by name; those not set keep the value of {@link #none()}. */
  public static final class Builder {
    private final ObjectNode values = JsonNodeFactory.instance.objectNode();

    private Builder() {}

    /** Shares of the area that a crop keeps. */
    public Builder crop(double cropScaleMin, double cropScaleMax) {
      values.put("crop_scale_min", cropScaleMin);
      values.put("crop_scale_max", cropScaleMax);
      return this;
    }

    /** Shapes of a crop, width over height. */
    public Builder cropRatio(double cropRatioMin, double cropRatioMax) {
      values.put("crop_ratio_min", cropRatioMin);
      values.put("crop_ratio_max", cropRatioMax);
      return this;
    }

    /** Rotation either way, in degrees. */
    public Builder rotate(double rotateDegrees) {
      values.put("rotate_degrees", rotateDegrees);
      return this;
    }

    /** Shift either way, as a share of the picture. */
    public Builder translate(double translate) {
      values.put("translate", translate);
      return this;
    }

    /** Magnification. */
    public Builder zoom(double zoomMin, double zoomMax) {
      values.put("zoom_min", zoomMin);
      values.put("zoom_max", zoomMax);
      return this;
    }

    /** Slant either way, in degrees. */
    public Builder shear(double shearDegrees) {
      values.put("shear_degrees", shearDegrees);
      return this;
    }

    /** How often the picture is mirrored. */
    public Builder flip(double flipProbability) {
      values.put("flip_probability", flipProbability);
      return this;
    }

    /** Colour changes and how often they are made. */
    public Builder jitter(
        double brightness,
        double contrast,
        double saturation,
        double hue,
        double jitterProbability) {
      values.put("brightness", brightness);
      values.put("contrast", contrast);
      values.put("saturation", saturation);
      values.put("hue", hue);
      values.put("jitter_probability", jitterProbability);
      return this;
    }

    /** How often the colours are taken away. */
    public Builder grey(double greyProbability) {
      values.put("grey_probability", greyProbability);
      return this;
    }

    /** What replaces a white background and how often. */
    public Builder background(BackgroundChange background, double backgroundProbability) {
      values.put("background", background.name());
      values.put("background_probability", backgroundProbability);
      return this;
    }

    /** Share of the area that is blanked out and how often. */
    public Builder erase(double eraseAreaMin, double eraseAreaMax, double eraseProbability) {
      values.put("erase_area_min", eraseAreaMin);
      values.put("erase_area_max", eraseAreaMax);
      values.put("erase_probability", eraseProbability);
      return this;
    }

    /**
     * The checked record.
     *
     * @throws IllegalArgumentException if a value is out of range; the message names it
     */
    public AugmentConfig build() {
      return StrictReader.read(values, AugmentConfig.class, "augmentation", "");
    }
  }
}
