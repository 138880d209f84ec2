package org.clip4j.train.verify;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clip4j.data.image.DecodedImage;
import org.clip4j.data.image.EvalTransform;
import org.clip4j.data.image.ImageDecoder;
import org.clip4j.data.image.PreprocessConfig;

/**
 * Pictures: the folder {@value #FOLDER} holds picture files and {@code reference.safetensors},
 * whose tensors {@code SIZE.FILE} [3, SIZE, SIZE] are what open_clip's evaluation transform makes
 * of them.
 *
 * <p>Compared are the 8-bit levels before the normalisation. Two JPEG decoders may round apart, so
 * that more is allowed there.
 */
final class PreprocessChecks {

  static final String FOLDER = "preprocess";

  private static final Pattern NAME = Pattern.compile("([1-9][0-9]{0,3})\\.(.+)");
  private static final long MAX_BYTES = 256L << 20;

  /** Levels are whole; what is left of the normalisation's rounding is not counted. */
  private static final double FINEST = 1e-3;

  private final Path folder;
  private final Reference reference;

  private PreprocessChecks(Path folder, Reference reference) {
    this.folder = folder;
    this.reference = reference;
  }

  /**
   * How far a picture may be off.
   *
   * @param levels the most
   * @param share of all values, how many may differ at all
   */
  private record Allowed(double levels, double share) {
    private static final Allowed LOSSLESS = new Allowed(1, 0.001);
    private static final Allowed JPEG = new Allowed(2, 0.01);

    static Allowed of(byte[] file) {
      boolean jpeg = file.length > 2 && file[0] == (byte) 0xff && file[1] == (byte) 0xd8;
      return jpeg ? JPEG : LOSSLESS;
    }
  }

  /** Adds the checks; returns how many pictures there are, in words. */
  static String run(Path folder, Checks checks) throws IOException {
    Reference reference = new Reference(folder.resolve(ModelChecks.FILE));
    if (reference.names().isEmpty()) {
      throw new IllegalArgumentException(folder + ": the reference holds no picture to check");
    }
    PreprocessChecks pictures = new PreprocessChecks(folder, reference);
    for (String tensor : reference.names()) {
      try {
        checks.add(pictures.check(checks.name(tensor), tensor));
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        checks.fail(tensor, Kind.PICTURE, Allowed.LOSSLESS.levels, Failures.describe(e));
      }
    }
    return reference.names().size() + " prepared pictures";
  }

  private Check check(String name, String tensor) throws IOException {
    Matcher parts = NAME.matcher(tensor);
    if (!parts.matches()) {
      throw new IllegalArgumentException("expected a tensor called SIZE.FILE, such as 224.a.png");
    }
    int size = Integer.parseInt(parts.group(1));
    PreprocessConfig config = PreprocessConfig.clip(size);
    reference.requireShape(tensor, 3, size, size);
    byte[] file = BoundedFile.read(picture(parts.group(2)), MAX_BYTES);
    DecodedImage image =
        ImageDecoder.decodeKeepingMode(file, parts.group(2), ImageDecoder.DEFAULT_MAX_PIXELS);
    float[] actual = new float[3 * size * size];
    new EvalTransform(config).apply(image, actual, 0);
    return compare(name, config, reference.values(tensor).data(), actual, Allowed.of(file));
  }

  /** A file of the folder itself: the name comes from the reference and may say anything. */
  private Path picture(String name) {
    try {
      Path path = Path.of(name);
      boolean plain = path.getNameCount() == 1 && !path.isAbsolute() && path.getRoot() == null;
      if (plain && !name.equals("..") && !name.equals(".") && !name.contains("\\")) {
        return folder.resolve(path);
      }
    } catch (InvalidPathException e) {
      // Refused like the others.
    }
    throw new IllegalArgumentException("expected the name of a file in " + folder);
  }

  private static Check compare(
      String name, PreprocessConfig config, double[] expected, float[] actual, Allowed allowed) {
    double worst = 0;
    int differing = 0;
    int pixels = actual.length / 3;
    for (int i = 0; i < actual.length; i++) {
      double levels = 255 * config.std().get(i / pixels) * Math.abs(expected[i] - actual[i]);
      double rounded = Math.rint(levels / FINEST) * FINEST;
      worst = Math.max(worst, rounded);
      differing += rounded == 0 ? 0 : 1;
    }
    return new Check(
        name,
        Kind.PICTURE,
        worst,
        allowed.levels,
        Optional.of(new Check.Share((double) differing / actual.length, allowed.share)),
        "");
  }
}
