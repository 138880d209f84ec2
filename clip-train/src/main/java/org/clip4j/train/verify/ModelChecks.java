package org.clip4j.train.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.encoders.config.VisionConfig;
import org.clip4j.train.BatchGradients;
import org.clip4j.train.loss.InfoNceLoss;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model's folder: its weights in open_clip's layout and {@value #FILE}, which holds a batch
 * ({@code image}, {@code text}) and what open_clip computed from it: {@code image_features}, {@code
 * text_features}, {@code loss}, some {@code grad.NAME}. With anything of a few steps of training
 * ({@code train.loss}, {@code train.lr}, {@code after.NAME}) it is a whole set, which has all of
 * them and all gradients.
 */
final class ModelChecks {

  private static final Logger log = LoggerFactory.getLogger(ModelChecks.class);

  static final String FILE = "reference.safetensors";

  private final Reference reference;
  private final ReferenceNames names;
  private final ClipModel model;
  private final Kernels kernels;
  private final Checks checks;
  private final VerificationOptions options;

  private ModelChecks(
      Reference reference, ClipModel model, Checks checks, VerificationOptions options) {
    this.reference = reference;
    this.names = new ReferenceNames(reference);
    this.model = model;
    this.kernels = KernelSelector.of(options.type());
    this.checks = checks;
    this.options = options;
  }

  /** Adds the checks of one model; returns how many parameters it has, in words. */
  static String run(Path folder, String name, Checks checks, VerificationOptions options)
      throws IOException {
    Reference reference = new Reference(folder.resolve(FILE));
    try (ClipModel model = ClipModel.load(folder, options.type(), true)) {
      long count = model.parameters().count();
      String about = String.format("%,d parameters", count);
      options.progress().accept(name + ": " + about);
      new ModelChecks(reference, model, checks, options).run(name);
      return Allowances.isFullSize(count) ? about + ", allowed what full size needs" : about;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      log.debug("{} could not be computed", name, e);
      checks.missing(new ReferenceNames(reference).expected(List.of()), reference);
      checks.uncheckedRest(reference.names(), Failures.describe(e));
      return "could not be computed";
    }
  }

  private void run(String name) throws IOException {
    names.unknown(model.parameters()).forEach(checks::unchecked);
    checks.missing(names.expected(model.parameters().all()), reference);
    float[] pixels = pixels();
    TokenBatch captions = captions();
    options.progress().accept(name + ": features, loss and gradients");
    oneBatch(pixels, captions);
    if (names.ofTraining()) {
      train(name, pixels, captions);
    }
  }

  private void train(String name, float[] pixels, TokenBatch captions) {
    try {
      new TrainingReplay(reference, model, kernels, checks)
          .run(pixels, captions, line -> options.progress().accept(name + ": " + line));
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      log.debug("{} could not be trained", name, e);
      checks.uncheckedRest(
          reference.names().stream().filter(TrainingReplay::isOfTraining).toList(),
          Failures.describe(e));
    }
  }

  private TokenBatch captions() throws IOException {
    int[][] ids = reference.integers(ReferenceNames.TEXT);
    try {
      return TokenBatch.pack(ids, model.config().textCfg());
    } catch (IllegalArgumentException e) {
      throw reference.refused(ReferenceNames.TEXT, e.getMessage());
    }
  }

  private float[] pixels() throws IOException {
    VisionConfig vision = model.config().visionCfg();
    long[] texts = reference.shape(ReferenceNames.TEXT);
    long batch = texts.length == 0 ? 0 : texts[0];
    reference.requireShape(ReferenceNames.IMAGE, batch, 3, vision.imageSize(), vision.imageSize());
    return reference.floats(ReferenceNames.IMAGE);
  }

  private void oneBatch(float[] pixels, TokenBatch captions) throws IOException {
    Allowances allowed = Allowances.of(model.parameters().count());
    try (BatchGradients batch = new BatchGradients(model, new InfoNceLoss(), kernels)) {
      BatchGradients.Result result = batch.run(pixels, captions);
      feature(ReferenceNames.IMAGE_FEATURES, Values.of(result.images()), allowed);
      feature(ReferenceNames.TEXT_FEATURES, Values.of(result.texts()), allowed);
      if (reference.has(ReferenceNames.LOSS)) {
        checks.absolute(
            ReferenceNames.LOSS,
            Kind.LOSS,
            reference.values(ReferenceNames.LOSS),
            Values.of(result.loss()),
            Allowances.LOSS);
      }
    }
    for (Parameter p : model.parameters().all()) {
      String tensor = ReferenceNames.GRADIENT + p.name();
      if (reference.has(tensor)) {
        checks.ofLargest(
            tensor,
            Kind.GRADIENT,
            reference.values(tensor),
            Values.of(p.gradient()),
            allowed.gradient());
      }
    }
  }

  private void feature(String tensor, Values actual, Allowances allowed) throws IOException {
    if (reference.has(tensor)) {
      checks.absolute(tensor, Kind.FEATURE, reference.values(tensor), actual, allowed.feature());
    }
  }
}
