package org.clip4j.encoders;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.data.tokenizer.ClipTokenizer;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Embeds any number of pictures and captions with a model, a few at a time: beyond the result,
 * memory grows with the model and not with their number.
 *
 * <p>Safe for use by several threads: pictures are decoded and sentences tokenized side by side,
 * the encoders work for one caller at a time, on all their threads. The model stays the caller's to
 * close.
 */
public final class Embedder implements AutoCloseable {

  /** Tokens that go through an encoder together: as many as keep the processors busy. */
  private static final int TOKENS = 4096;

  private final ClipModel model;
  private final Kernels kernels;
  private final Arena arena;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private boolean closed;

  /** With the fastest kernels there are. */
  public Embedder(ClipModel model) {
    this(model, KernelSelector.of(model.parameters().type()));
  }

  /** With given kernels. */
  public Embedder(ClipModel model, Kernels kernels) {
    this.model = model;
    this.kernels = kernels;
    this.arena = new Arena(model.parameters().type());
  }

  /**
   * Embeds pictures, prepared as the model's own preprocessing says: resized in the mode of their
   * files, then made RGB.
   *
   * @return [pictures, embed_dim], rows of unit length, of the model's type
   * @throws IOException naming the first picture that cannot be read
   * @throws IllegalArgumentException if there are none, or one is null
   * @throws IllegalStateException if the model does not say how it wants its pictures
   */
  public INDArray embedImages(List<? extends Picture> pictures) throws IOException {
    PixelReader reader = new PixelReader(model.spec().requirePreprocess());
    requirePresent(pictures, "Picture");
    Rows rows = new Rows(pictures.size(), "pictures");
    for (int from = 0, to; from < pictures.size(); from = to) {
      to = Math.min(pictures.size(), from + picturesAtATime());
      float[] pixels = reader.read(pictures.subList(from, to));
      encodePixels(pixels, 0, from, to, rows.tensor);
    }
    return rows.all;
  }

  /**
   * Embeds pictures that are ready for the encoder.
   *
   * @param pixels [batch, 3, image_size, image_size], normalised, row-major
   * @return [batch, embed_dim], rows of unit length, of the model's type
   * @throws IllegalArgumentException if there are none, or the number of values is another
   */
  public INDArray embedPixels(float[] pixels, int batch) {
    requirePixels(pixels, batch);
    Rows rows = new Rows(batch, "pictures");
    embedPixels(pixels, rows.tensor);
    return rows.all;
  }

  /**
   * The same into memory of the caller's.
   *
   * @param pixels [rows, 3, image_size, image_size], normalised, row-major
   * @param into [rows, embed_dim] of the model's type, written: rows of unit length
   */
  public void embedPixels(float[] pixels, Tensor into) {
    requireColumns(into);
    int pictures = into.rows();
    requirePixels(pixels, pictures);
    for (int from = 0, to; from < pictures; from = to) {
      to = Math.min(pictures, from + picturesAtATime());
      encodePixels(pixels, from, from, to, into);
    }
  }

  /**
   * Embeds sentences; a sentence longer than the model's context is cut, as open_clip cuts it.
   *
   * @return [sentences, embed_dim], rows of unit length, of the model's type
   * @throws IllegalArgumentException if there are none, or one is null
   * @throws IllegalStateException if the model has no tokenizer
   */
  public INDArray embedTexts(List<String> sentences) {
    ClipTokenizer tokenizer = model.spec().requireTokenizer();
    int context = model.config().textCfg().contextLength();
    requirePresent(sentences, "Sentence");
    int[][] captions = new int[sentences.size()][];
    for (int i = 0; i < captions.length; i++) {
      captions[i] = tokenizer.tokenize(sentences.get(i), context);
    }
    return embedTokens(captions);
  }

  /**
   * Embeds captions that are token ids already.
   *
   * @param captions ids of each, start and end included, padded or not
   * @return [captions, embed_dim], rows of unit length, of the model's type
   * @throws IllegalArgumentException if there are none, or naming the caption that is null, empty,
   *     too long or has an id outside the vocabulary
   */
  public INDArray embedTokens(int[][] captions) {
    TextConfig config = model.config().textCfg();
    requirePresent(Arrays.asList(captions), "Caption");
    Rows rows = new Rows(captions.length, "captions");
    encodeTokens(
        TokenBatch.lengths(captions, config),
        (from, to) -> TokenBatch.pack(Arrays.copyOfRange(captions, from, to), config),
        rows.tensor);
    return rows.all;
  }

  /**
   * Embeds captions that are packed already, into memory of the caller's.
   *
   * @param captions packed within this model's vocabulary and context length
   * @param into [captions, embed_dim] of the model's type, written: rows of unit length
   */
  public void embedTokens(TokenBatch captions, Tensor into) {
    requireColumns(into);
    encodeTokens(captions.lengths(), captions::slice, into);
  }

  /** Captions {@code from} to {@code to}, packed. */
  @FunctionalInterface
  private interface Captions {
    TokenBatch packed(int from, int to);
  }

  private void encodeTokens(int[] lengths, Captions captions, Tensor into) {
    for (int from = 0, to; from < lengths.length; from = to) {
      int tokens = lengths[from];
      for (to = from + 1; to < lengths.length && tokens + lengths[to] <= TOKENS; to++) {
        tokens += lengths[to];
      }
      TokenBatch batch = captions.packed(from, to);
      encode(() -> model.encodeTexts(new Tape(kernels, arena, false), batch), into, from, to);
    }
  }

  private void requirePixels(float[] pixels, int pictures) {
    if (pixels.length != (long) pictures * values()) {
      int size = model.config().visionCfg().imageSize();
      throw new IllegalArgumentException(
          String.format(
              "%d values are not [%d, 3, %d, %d], what the model takes",
              pixels.length, pictures, size, size));
    }
  }

  private void requireColumns(Tensor into) {
    if (into.rank() != 2 || into.columns() != model.config().embedDim()) {
      throw new IllegalArgumentException(
          "Embeddings of this model are [rows, " + model.config().embedDim() + "], not " + into);
    }
  }

  private static void requirePresent(List<?> list, String what) {
    int at = 0;
    for (Object one : list) {
      if (one == null) {
        throw new IllegalArgumentException(what + " " + at + " is null");
      }
      at++;
    }
  }

  private int picturesAtATime() {
    return Math.max(1, TOKENS / model.config().visionCfg().tokens());
  }

  private int values() {
    VisionConfig vision = model.config().visionCfg();
    return Math.multiplyExact(3 * vision.imageSize(), vision.imageSize());
  }

  /** Pictures {@code from} to {@code to}; the first of them is picture {@code at} in the pixels. */
  private void encodePixels(float[] pixels, int at, int from, int to, Tensor into) {
    int size = model.config().visionCfg().imageSize();
    encode(
        () -> {
          Tensor images = arena.take(to - from, 3, size, size);
          images.assign(pixels, at * values());
          return model.encodeImages(new Tape(kernels, arena, false), images);
        },
        into,
        from,
        to);
  }

  private void encode(Supplier<Variable> forward, Tensor into, int from, int to) {
    oneAtATime.lock();
    try {
      if (closed) {
        throw new IllegalStateException("This embedder is closed, or its model is");
      }
      arena.reset();
      into.slice(from, to).assign(forward.get().value());
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Bytes of native memory that are kept for activations. */
  long arenaBytes() {
    return arena.bytes();
  }

  /** Waits for what is being embedded. */
  @Override
  public void close() {
    oneAtATime.lock();
    try {
      closed = true;
      arena.close();
    } finally {
      oneAtATime.unlock();
    }
  }

  /** The result, which owns its memory. */
  private final class Rows {
    private final INDArray all;
    private final Tensor tensor;

    Rows(int count, String what) {
      if (count == 0) {
        throw new IllegalArgumentException("There are no " + what + " to embed: give at least one");
      }
      this.all =
          Nd4j.createUninitialized(
              model.parameters().type(), (long) count, model.config().embedDim());
      this.tensor = Tensor.of(all);
    }
  }
}
