package org.clip4j.train.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.loss.LogitMap;
import org.clip4j.train.loss.LossInputs;
import org.clip4j.train.loss.SigmoidLoss;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The losses by themselves, in double: {@value #FILE} holds, under {@code infonce.PAIRS.} and
 * {@code siglip.PAIRS.}, embeddings {@code image} and {@code text}, and their {@code loss} and
 * {@code grad.image}, {@code grad.text}, {@code grad.scale}, {@code grad.bias}; the logit scale is
 * {@value #SCALE}, the sigmoid loss's bias {@value #BIAS}.
 */
final class LossChecks {

  static final String FILE = "losses.safetensors";

  private static final double SCALE = 14.2857;
  private static final double BIAS = -10;

  private static final String SIGMOID = "siglip";
  private static final String BIAS_GRADIENT = "grad.bias";
  private static final List<String> PARTS =
      List.of("image", "text", "loss", "grad.image", "grad.text", "grad.scale", BIAS_GRADIENT);
  private static final Pattern NAME =
      Pattern.compile("((infonce|siglip)\\.[1-9][0-9]{0,6}\\.)(.+)");

  private final Reference reference;
  private final Checks checks;

  private LossChecks(Reference reference, Checks checks) {
    this.reference = reference;
    this.checks = checks;
  }

  /** Adds the checks; returns how many batches there are, in words. */
  static String run(Path file, Checks checks) throws IOException {
    Reference reference = new Reference(file);
    TreeSet<String> prefixes = new TreeSet<>();
    for (String tensor : reference.names()) {
      Matcher name = NAME.matcher(tensor);
      boolean known = name.matches() && PARTS.contains(name.group(3));
      if (known && tensor.endsWith(BIAS_GRADIENT) && !name.group(2).equals(SIGMOID)) {
        checks.unchecked(tensor, "InfoNCE has no bias");
      } else if (known) {
        prefixes.add(name.group(1));
      } else {
        checks.unchecked(
            tensor,
            "expected infonce.PAIRS.NAME or siglip.PAIRS.NAME, NAME being one of "
                + String.join(", ", PARTS));
      }
    }
    for (String prefix : prefixes) {
      List<String> parts = parts(prefix);
      checks.missing(parts, reference);
      try {
        new LossChecks(reference, checks).run(prefix);
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        checks.uncheckedRest(parts, Failures.describe(e));
      }
    }
    if (checks.list().isEmpty()) {
      throw new IllegalArgumentException(file + ": holds no loss to check");
    }
    return prefixes.size() + " batches, in double";
  }

  /** All that a group holds. */
  private static List<String> parts(String prefix) {
    return PARTS.stream()
        .filter(part -> !part.equals(BIAS_GRADIENT) || prefix.startsWith(SIGMOID))
        .map(part -> prefix + part)
        .toList();
  }

  private void run(String prefix) throws IOException {
    long[] shape = reference.shape(prefix + "image");
    if (shape.length != 2) {
      throw reference.refused(prefix + "image", "expected one embedding a row");
    }
    reference.requireShape(prefix + "text", shape);
    boolean sigmoid = prefix.startsWith(SIGMOID);
    ContrastiveLoss loss = sigmoid ? new SigmoidLoss() : new InfoNceLoss();
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tensor images = tensor(reference.values(prefix + "image"));
      Tensor texts = tensor(reference.values(prefix + "text"));
      Tensor dImages = arena.take(shape);
      Tensor dTexts = arena.take(shape);
      ContrastiveLoss.Result result =
          loss.compute(
              new Nd4jKernels(),
              arena,
              LossInputs.whole(images, texts, new LogitMap(Math.log(SCALE), BIAS)),
              dImages,
              dTexts);
      check(prefix + "loss", Kind.LOSS, Values.of(result.value()));
      check(prefix + "grad.image", Kind.LOSS_GRADIENT, Values.of(dImages));
      check(prefix + "grad.text", Kind.LOSS_GRADIENT, Values.of(dTexts));
      // The reference differentiates by the scale itself, we by its logarithm.
      check(prefix + "grad.scale", Kind.LOSS_GRADIENT, Values.of(result.dLogScale() / SCALE));
      if (sigmoid) {
        check(prefix + "grad.bias", Kind.LOSS_GRADIENT, Values.of(result.dBias()));
      }
    }
  }

  private void check(String tensor, Kind kind, Values actual) throws IOException {
    if (reference.has(tensor)) {
      checks.absolute(tensor, kind, reference.values(tensor), actual, Allowances.IN_DOUBLE);
    }
  }

  private static Tensor tensor(Values values) {
    return Tensor.of(Nd4j.createFromArray(values.data()).reshape(values.shape()));
  }
}
