package org.clip4j.data.image;

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
    double cropScaleMin,
    double cropScaleMax,
    double cropRatioMin,
    double cropRatioMax,
    double rotateDegrees,
    double translate,
    double zoomMin,
    double zoomMax,
    double shearDegrees,
    double flipProbability,
    double jitterProbability,
    double brightness,
    double contrast,
    double saturation,
    double hue,
    double greyProbability,
    double backgroundProbability,
    BackgroundChange background,
    double eraseProbability,
    double eraseAreaMin,
    double eraseAreaMax) {
  private static final AugmentConfig NONE = new Builder().build();

  /** Checks the values; errors name the component. */
  public AugmentConfig {
    range("cropScaleMin", cropScaleMin, 1e-6, 1);
    range("cropScaleMax", cropScaleMax, cropScaleMin, 1);
    range("cropRatioMin", cropRatioMin, 1e-3, 1e3);
    range("cropRatioMax", cropRatioMax, cropRatioMin, 1e3);
    range("rotateDegrees", rotateDegrees, 0, 180);
    range("translate", translate, 0, 1);
    range("zoomMin", zoomMin, 0.1, 10);
    range("zoomMax", zoomMax, zoomMin, 10);
    range("shearDegrees", shearDegrees, 0, 60);
    range("flipProbability", flipProbability, 0, 1);
    range("jitterProbability", jitterProbability, 0, 1);
    range("brightness", brightness, 0, 1);
    range("contrast", contrast, 0, 1);
    range("saturation", saturation, 0, 1);
    range("hue", hue, 0, 0.5);
    range("greyProbability", greyProbability, 0, 1);
    range("backgroundProbability", backgroundProbability, 0, 1);
    range("eraseProbability", eraseProbability, 0, 1);
    range("eraseAreaMin", eraseAreaMin, 0, 1);
    range("eraseAreaMax", eraseAreaMax, eraseAreaMin, 1);
    if (background == null) {
      throw new IllegalArgumentException("background: expected LIGHT or ANY");
    }
  }

  /** open_clip's training transform: the crop alone. */
  public static AugmentConfig none() {
    return NONE;
  }

  /** Starts from {@link #none()}. */
  public static Builder builder() {
    return new Builder();
  }

  private static void range(String key, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(key + ": " + value + "; expected " + low + " to " + high);
    }
  }

  boolean warps() {
    return rotateDegrees > 0 || translate > 0 || shearDegrees > 0 || zoomMin != 1 || zoomMax != 1;
  }

  boolean jitters() {
    return jitterProbability > 0 && (brightness > 0 || contrast > 0 || saturation > 0 || hue > 0);
  }

  /** Components by name; those not set keep the value of {@link #none()}. */
  public static final class Builder {
    private double cropScaleMin = 0.9;
    private double cropScaleMax = 1.0;
    private double cropRatioMin = 3.0 / 4.0;
    private double cropRatioMax = 4.0 / 3.0;
    private double rotateDegrees = 0;
    private double translate = 0;
    private double zoomMin = 1;
    private double zoomMax = 1;
    private double shearDegrees = 0;
    private double flipProbability = 0;
    private double jitterProbability = 1;
    private double brightness = 0;
    private double contrast = 0;
    private double saturation = 0;
    private double hue = 0;
    private double greyProbability = 0;
    private double backgroundProbability = 0;
    private BackgroundChange background = BackgroundChange.LIGHT;
    private double eraseProbability = 0;
    private double eraseAreaMin = 0.02;
    private double eraseAreaMax = 0.33;

    private Builder() {}

    /** Shares of the area that a crop keeps. */
    public Builder crop(double newCropScaleMin, double newCropScaleMax) {
      cropScaleMin = newCropScaleMin;
      cropScaleMax = newCropScaleMax;
      return this;
    }

    /** Shapes of a crop, width over height. */
    public Builder cropRatio(double newCropRatioMin, double newCropRatioMax) {
      cropRatioMin = newCropRatioMin;
      cropRatioMax = newCropRatioMax;
      return this;
    }

    /** Rotation either way, in degrees. */
    public Builder rotate(double newRotateDegrees) {
      rotateDegrees = newRotateDegrees;
      return this;
    }

    /** Shift either way, as a share of the picture. */
    public Builder translate(double newTranslate) {
      translate = newTranslate;
      return this;
    }

    /** Magnification. */
    public Builder zoom(double newZoomMin, double newZoomMax) {
      zoomMin = newZoomMin;
      zoomMax = newZoomMax;
      return this;
    }

    /** Slant either way, in degrees. */
    public Builder shear(double newShearDegrees) {
      shearDegrees = newShearDegrees;
      return this;
    }

    /** How often the picture is mirrored. */
    public Builder flip(double newFlipProbability) {
      flipProbability = newFlipProbability;
      return this;
    }

    /** Colour changes and how often they are made. */
    public Builder jitter(
        double newBrightness,
        double newContrast,
        double newSaturation,
        double newHue,
        double newJitterProbability) {
      brightness = newBrightness;
      contrast = newContrast;
      saturation = newSaturation;
      hue = newHue;
      jitterProbability = newJitterProbability;
      return this;
    }

    /** How often the colours are taken away. */
    public Builder grey(double newGreyProbability) {
      greyProbability = newGreyProbability;
      return this;
    }

    /** What replaces a white background and how often. */
    public Builder background(BackgroundChange newBackground, double newBackgroundProbability) {
      background = newBackground;
      backgroundProbability = newBackgroundProbability;
      return this;
    }

    /** Share of the area that is blanked out and how often. */
    public Builder erase(
        double newEraseAreaMin, double newEraseAreaMax, double newEraseProbability) {
      eraseAreaMin = newEraseAreaMin;
      eraseAreaMax = newEraseAreaMax;
      eraseProbability = newEraseProbability;
      return this;
    }

    /**
     * The checked record.
     *
     * @throws IllegalArgumentException if a value is out of range; the message names it
     */
    public AugmentConfig build() {
      return new AugmentConfig(
          cropScaleMin,
          cropScaleMax,
          cropRatioMin,
          cropRatioMax,
          rotateDegrees,
          translate,
          zoomMin,
          zoomMax,
          shearDegrees,
          flipProbability,
          jitterProbability,
          brightness,
          contrast,
          saturation,
          hue,
          greyProbability,
          backgroundProbability,
          background,
          eraseProbability,
          eraseAreaMin,
          eraseAreaMax);
    }
  }
}
