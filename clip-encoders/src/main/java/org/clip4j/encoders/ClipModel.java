package org.clip4j.encoders;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.clip4j.core.io.Dtype;
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
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * CLIP's two encoders and the learnable logit scale, with a bias where the configuration has one,
 * under one set of parameters.
 *
 * <p>A new model holds zeros: either {@link #initialize(long)} draws its first values or a
 * checkpoint is read into {@link #parameters()}. Closing it frees its memory.
 *
 * <p>A model that nobody trains at the time may be asked for embeddings by several threads.
 */
public final class ClipModel implements AutoCloseable {

  /** ln 100: where CLIP's logit scale ends. */
  public static final double MAX_LOGIT_SCALE = Math.log(100);

  private final ModelSpec spec;
  private final ParameterSet parameters = new ParameterSet();
  private final Parts parts;
  private Embedder embedder;
  private boolean closed;

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

  /**
   * Writes the model as {@link #save(Path, CheckpointLayout)} does.
   *
   * @param dtype what the values are rounded to: F64, F32, F16 or BF16
   */
  public void save(Path folder, CheckpointLayout layout, Dtype dtype) throws IOException {
    layout.write(folder, spec, parameters, dtype);
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

  /** The bias of the logits, a scalar; empty for a model without one, as CLIP's own are. */
  public Optional<Parameter> logitBias() {
    return parts.logitBias;
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
    int pictures = Math.toIntExact(images.size(0));
    return encodeImages(tape, images, KeptPatches.all(config().visionCfg(), pictures));
  }

  /**
   * Embeds pictures from some of their patches, as in training with patch dropout.
   *
   * @param images [batch, 3, image_size, image_size], normalised
   * @param kept the patches of as many pictures
   * @return [batch, embed_dim], rows of unit length
   */
  public Variable encodeImages(Tape tape, Tensor images, KeptPatches kept) {
    return encodeImages(tape, images, kept, 0);
  }

  /**
   * Embeds pictures with an encoder whose first groups stay as they are: the backward pass ends
   * behind them.
   *
   * @param locked how many {@link LayerGroups}; with all of them no gradient is wanted at all
   * @return [batch, embed_dim], rows of unit length
   */
  public Variable encodeImages(Tape tape, Tensor images, KeptPatches kept, int locked) {
    return normalized(tape, parts.imageEncoder.forward(tape, images, kept, locked));
  }

  /**
   * Embeds captions.
   *
   * @return [captions, embed_dim], rows of unit length
   */
  public Variable encodeTexts(Tape tape, TokenBatch captions) {
    return encodeTexts(tape, captions, 0);
  }

  /**
   * Embeds captions with an encoder whose first groups stay as they are.
   *
   * @param locked how many {@link LayerGroups}; with all of them no gradient is wanted at all
   * @return [captions, embed_dim], rows of unit length
   */
  public Variable encodeTexts(Tape tape, TokenBatch captions, int locked) {
    return normalized(tape, parts.textEncoder.forward(tape, captions, locked));
  }

  private static Variable normalized(Tape tape, Variable rows) {
    return NormalizeOp.apply(rows.wantsGradient() ? tape : tape.unrecorded(), rows);
  }

  /**
   * Embeds pictures for use, not for training; see {@link Embedder#embedImages}.
   *
   * @param pictures as many as the caller likes; memory stays that of a few
   * @return [pictures, embed_dim], rows of unit length
   * @throws IOException naming the first picture that cannot be read
   */
  public INDArray embedImages(List<? extends Picture> pictures) throws IOException {
    return embedder().embedImages(pictures);
  }

  /**
   * Embeds pictures that are ready for the encoder; see {@link Embedder#embedPixels}.
   *
   * @param pixels [batch, 3, image_size, image_size], normalised, row-major
   * @return [batch, embed_dim], rows of unit length
   */
  public INDArray embedPixels(float[] pixels, int batch) {
    return embedder().embedPixels(pixels, batch);
  }

  /**
   * Embeds sentences for use, not for training; see {@link Embedder#embedTexts}.
   *
   * @param sentences as many as the caller likes; memory stays that of a few
   * @return [sentences, embed_dim], rows of unit length
   */
  public INDArray embedTexts(List<String> sentences) {
    return embedder().embedTexts(sentences);
  }

  /**
   * Embeds captions that are token ids already; see {@link Embedder#embedTokens}.
   *
   * @param captions ids of each, start and end included
   * @return [captions, embed_dim], rows of unit length
   */
  public INDArray embedTokens(int[][] captions) {
    return embedder().embedTokens(captions);
  }

  /**
   * How alike pictures and sentences are: the cosine, -1 to 1.
   *
   * @param images [n, embed_dim], rows of unit length
   * @param texts [m, embed_dim], rows of unit length
   * @return [n, m]
   * @throws IllegalArgumentException if they are not matrices of the model's embeddings
   */
  public INDArray similarity(INDArray images, INDArray texts) {
    for (INDArray rows : List.of(images, texts)) {
      if (rows.rank() != 2 || rows.size(1) != config().embedDim()) {
        throw new IllegalArgumentException(
            "Embeddings of this model are [rows, "
                + config().embedDim()
                + "], not "
                + Arrays.toString(rows.shape()));
      }
    }
    return images.mmul(texts.transpose());
  }

  /**
   * {@link #similarity} times the logit scale, plus the bias where the model has one: what the loss
   * is made of.
   */
  public INDArray logits(INDArray images, INDArray texts) {
    INDArray scaled = similarity(images, texts).muli(Math.exp(logitScale().value().get(0)));
    return logitBias().map(bias -> scaled.addi(bias.value().get(0))).orElse(scaled);
  }

  /** Made when it is first wanted: a model that is trained needs none. */
  private synchronized Embedder embedder() {
    if (closed) {
      throw new IllegalStateException("This model is closed");
    }
    if (embedder == null) {
      embedder = new Embedder(this);
    }
    return embedder;
  }

  /** Frees the memory; waits for what is being embedded. */
  @Override
  public synchronized void close() {
    closed = true;
    if (embedder != null) {
      embedder.close();
    }
    parameters.close();
  }

  /** The modules, which declare their parameters as they are made. */
  private static final class Parts {
    private final Parameter logitScale;
    private final Optional<Parameter> logitBias;
    private final ImageEncoder imageEncoder;
    private final TextEncoder textEncoder;

    Parts(ModelConfig config, ParameterSet set) {
      ParameterSet.Scope root = set.root();
      this.logitScale =
          root.parameter("logit_scale", Initializer.constant(config.firstLogitScale()));
      this.logitBias =
          Optional.ofNullable(config.initLogitBias())
              .map(first -> root.parameter("logit_bias", Initializer.constant(first)));
      this.imageEncoder =
          new ImageEncoder(
              root.child("visual"), config.visionCfg(), config.embedDim(), config.activation());
      this.textEncoder =
          new TextEncoder(root, config.textCfg(), config.embedDim(), config.activation());
    }
  }
}
