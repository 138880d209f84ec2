package org.clip4j.encoders;

import java.io.IOException;
import java.nio.file.Path;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.ops.NormalizeOp;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.parameters.Initializer;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.checkpoint.Checkpoint;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.ModelSpec;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * CLIP's two encoders and the learnable logit scale, under one set of parameters.
 *
 * <p>A new model holds zeros: either {@link #initialize(long)} draws its first values or a
 * checkpoint is read into {@link #parameters()}. Closing it frees its memory.
 */
public final class ClipModel implements AutoCloseable {

  /** ln(1 / 0.07): where CLIP's logit scale starts. */
  public static final double INITIAL_LOGIT_SCALE = Math.log(1 / 0.07);

  /** ln 100: where CLIP's logit scale ends. */
  public static final double MAX_LOGIT_SCALE = Math.log(100);

  private final ModelSpec spec;
  private final ParameterSet parameters = new ParameterSet();
  private final Parts parts;

  /**
   * A model with memory for its parameters.
   *
   * @param type FLOAT, or DOUBLE for checks
   * @param training whether gradients are wanted
   */
  public ClipModel(ModelSpec spec, DataType type, boolean training) {
    this.spec = spec;
    this.parts = new Parts(spec.config(), parameters);
    parameters.allocate(type, training);
  }

  /** A model without preprocessing of pictures: it takes pixels. */
  public ClipModel(ModelConfig config, DataType type, boolean training) {
    this(ModelSpec.of(config), type, training);
  }

  /**
   * Reads a model for inference: FLOAT, without gradients.
   *
   * @param folder in open_clip's layout or in Hugging Face's
   * @throws IOException if there is no model, or a file cannot be read or is not sound
   * @throws IllegalArgumentException naming file, key or tensor, if the model is not one that this
   *     library has, or its weights do not fit it; nothing is allocated then
   */
  public static ClipModel load(Path folder) throws IOException {
    return load(folder, DataType.FLOAT, false);
  }

  /**
   * Reads a model as {@link #load(Path)} does.
   *
   * @param type FLOAT, or DOUBLE for checks
   * @param training whether gradients are wanted
   */
  public static ClipModel load(Path folder, DataType type, boolean training) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    return load(checkpoint, checkpoint.spec(), type, training);
  }

  /**
   * Reads a model for pictures of another size or captions of another length than the checkpoint's
   * own: its positions are resized.
   *
   * @param spec the checkpoint's, {@link ModelSpec#resized} or as it is
   */
  public static ClipModel load(
      Checkpoint checkpoint, ModelSpec spec, DataType type, boolean training) throws IOException {
    checkpoint.requireFits(declare(spec.config()));
    ClipModel model = new ClipModel(spec, type, training);
    try {
      checkpoint.readInto(model.parameters);
      return model;
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Reads the weights of a checkpoint of the same model into this one.
   *
   * @throws ConfigException naming the first key that differs, and both values, if the checkpoint's
   *     model is another one: in its activation, any size or its preprocessing
   * @throws IllegalArgumentException naming the tensor that does not fit, or has a value that is
   *     not finite
   */
  public void readWeights(Path folder) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    checkpoint.requireSame(spec);
    checkpoint.readInto(parameters);
  }

  /**
   * Writes the model into a folder, which is made if it is not there. Each file replaces one of its
   * name.
   */
  public void save(Path folder, CheckpointLayout layout) throws IOException {
    layout.write(folder, spec, parameters);
  }

  /** The parameters a model of these sizes has, without memory: their names, shapes and count. */
  public static ParameterSet declare(ModelConfig config) {
    ParameterSet set = new ParameterSet();
    new Parts(config, set);
    return set;
  }

  /** Draws all first values as open_clip distributes them; the same seed gives the same model. */
  public void initialize(long seed) {
    parameters.initialize(seed);
  }

  /** What a checkpoint says of the model: its sizes, its preprocessing and its tokenizer. */
  public ModelSpec spec() {
    return spec;
  }

  /** The model's sizes. */
  public ModelConfig config() {
    return spec.config();
  }

  /** All learned values, named as in open_clip's state dict. */
  public ParameterSet parameters() {
    return parameters;
  }

  /** The logarithm of the logit scale, a scalar. */
  public Parameter logitScale() {
    return parts.logitScale;
  }

  /** Keeps the logit scale's logarithm within [0, ln 100], as CLIP does after every step. */
  public void clampLogitScale() {
    double value = logitScale().value().get(0);
    logitScale().value().set(0, Math.min(Math.max(value, 0), MAX_LOGIT_SCALE));
  }

  /**
   * Embeds pictures.
   *
   * @param images [batch, 3, image_size, image_size], normalised
   * @return [batch, embed_dim], rows of unit length
   */
  public Variable encodeImages(Tape tape, Tensor images) {
    return NormalizeOp.apply(tape, parts.imageEncoder.forward(tape, images));
  }

  /**
   * Embeds captions.
   *
   * @return [captions, embed_dim], rows of unit length
   */
  public Variable encodeTexts(Tape tape, TokenBatch captions) {
    return NormalizeOp.apply(tape, parts.textEncoder.forward(tape, captions));
  }

  @Override
  public void close() {
    parameters.close();
  }

  /** The modules, which declare their parameters as they are made. */
  private static final class Parts {
    private final Parameter logitScale;
    private final ImageEncoder imageEncoder;
    private final TextEncoder textEncoder;

    Parts(ModelConfig config, ParameterSet set) {
      ParameterSet.Scope root = set.root();
      this.logitScale = root.parameter("logit_scale", Initializer.constant(INITIAL_LOGIT_SCALE));
      this.imageEncoder =
          new ImageEncoder(
              root.child("visual"), config.visionCfg(), config.embedDim(), config.activation());
      this.textEncoder =
          new TextEncoder(root, config.textCfg(), config.embedDim(), config.activation());
    }
  }
}
