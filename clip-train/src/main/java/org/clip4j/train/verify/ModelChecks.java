package org.clip4j.train.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.clip4j.core.json.StrictReader;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.encoders.config.VisionConfig;
import org.clip4j.train.BatchGradients;
import org.clip4j.train.loss.InfoNceLoss;

/**
 * A model's folder: its weights in open_clip's layout and {@value #FILE}, which holds a batch
 * ({@code image}, {@code text}) and what open_clip computed from it, as much as there is of {@code
 * image_features}, {@code text_features}, {@code loss}, {@code grad.NAME}, and of a few steps of
 * training {@code train.loss}, {@code train.lr}, {@code after.NAME}.
 */
final class ModelChecks {

  static final String FILE = "reference.safetensors";
  static final String GRADIENT = "grad.";

  private static final String IMAGE = "image";
  private static final String TEXT = "text";
  private static final String IMAGE_FEATURES = "image_features";
  private static final String TEXT_FEATURES = "text_features";
  private static final String LOSS = "loss";

  private static final Set<String> NAMES =
      Set.of(
          IMAGE,
          TEXT,
          IMAGE_FEATURES,
          TEXT_FEATURES,
          LOSS,
          TrainingReplay.LOSS,
          TrainingReplay.LEARNING_RATE);

  private final Reference reference;
  private final ClipModel model;
  private final Kernels kernels;
  private final Checks checks;
  private final VerificationOptions options;

  private ModelChecks(
      Reference reference, ClipModel model, Checks checks, VerificationOptions options) {
    this.reference = reference;
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
    }
  }

  private void run(String name) throws IOException {
    boolean computed = false;
    boolean trained = false;
    for (String tensor : reference.names()) {
      boolean training = TrainingReplay.isOfTraining(tensor);
      if (!isKnown(tensor)) {
        checks.unchecked(
            tensor, "not the name of a reference value or of a parameter" + hint(tensor));
      } else if (training) {
        trained = true;
      } else {
        computed |= !tensor.equals(IMAGE) && !tensor.equals(TEXT);
      }
    }
    if (!computed && !trained && checks.list().isEmpty()) {
      throw new IllegalArgumentException(
          "the reference holds nothing to check; expected some of image_features, text_features,"
              + " loss, grad.NAME, train.loss, after.NAME");
    }
    float[] pixels = pixels();
    TokenBatch captions = TokenBatch.pack(reference.integers(TEXT), model.config().textCfg());
    if (computed) {
      options.progress().accept(name + ": features, loss and gradients");
      oneBatch(pixels, captions);
    }
    if (trained) {
      new TrainingReplay(reference, model, kernels, checks)
          .run(pixels, captions, line -> options.progress().accept(name + ": " + line));
    }
  }

  private boolean isKnown(String tensor) {
    for (String prefix : new String[] {GRADIENT, TrainingReplay.AFTER}) {
      if (tensor.startsWith(prefix)) {
        return model.parameters().find(tensor.substring(prefix.length())).isPresent();
      }
    }
    return NAMES.contains(tensor);
  }

  private String hint(String tensor) {
    for (String prefix : new String[] {GRADIENT, TrainingReplay.AFTER}) {
      if (tensor.startsWith(prefix)) {
        return "; the model has no such parameter";
      }
    }
    return StrictReader.suggestion(tensor, NAMES.stream().sorted().toList());
  }

  private float[] pixels() throws IOException {
    VisionConfig vision = model.config().visionCfg();
    long[] texts = reference.shape(TEXT);
    long batch = texts.length == 0 ? 0 : texts[0];
    reference.requireShape(IMAGE, batch, 3, vision.imageSize(), vision.imageSize());
    return reference.floats(IMAGE);
  }

  private void oneBatch(float[] pixels, TokenBatch captions) throws IOException {
    Allowances allowed = Allowances.of(model.parameters().count());
    try (BatchGradients batch = new BatchGradients(model, new InfoNceLoss(), kernels)) {
      BatchGradients.Result result = batch.run(pixels, captions);
      feature(IMAGE_FEATURES, Values.of(result.images()), allowed);
      feature(TEXT_FEATURES, Values.of(result.texts()), allowed);
      if (reference.has(LOSS)) {
        checks.absolute(
            LOSS, Kind.LOSS, reference.values(LOSS), Values.of(result.loss()), Allowances.LOSS);
      }
    }
    for (Parameter p : model.parameters().all()) {
      String tensor = GRADIENT + p.name();
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
