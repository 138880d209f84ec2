package org.clip4j.encoders;

import java.util.Arrays;
import java.util.List;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.data.tokenizer.ClipTokenizer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Embeds pictures and captions with a model, in pieces of bounded memory. Not thread-safe; the
 * model stays the caller's to close.
 */
public final class Embedder implements AutoCloseable {

  /** Captions at a time. */
  private static final int CAPTIONS = 256;

  private final ClipModel model;
  private final Kernels kernels;
  private final Arena arena;

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
   * Embeds pictures, all at once.
   *
   * @param pixels [batch, 3, image_size, image_size], normalised, row-major
   * @return [batch, embed_dim], rows of unit length
   */
  public INDArray embedImages(float[] pixels, int batch) {
    arena.reset();
    int size = model.config().visionCfg().imageSize();
    Tensor images = arena.take(batch, 3, size, size);
    images.assign(pixels);
    return model.encodeImages(new Tape(kernels, arena, false), images).value().copy();
  }

  /**
   * Embeds captions of any number, a few at a time.
   *
   * @return [captions, embed_dim], rows of unit length
   * @throws IllegalStateException if the model has no tokenizer
   */
  public INDArray embedTexts(List<String> captions) {
    ClipTokenizer tokenizer = model.spec().requireTokenizer();
    int context = model.config().textCfg().contextLength();
    return embedTokens(
        captions.stream().map(c -> tokenizer.tokenize(c, context)).toArray(int[][]::new));
  }

  /**
   * Embeds captions that are token ids already.
   *
   * @param captions ids of each, start and end included
   * @return [captions, embed_dim], rows of unit length
   */
  public INDArray embedTokens(int[][] captions) {
    INDArray[] parts = new INDArray[(captions.length + CAPTIONS - 1) / CAPTIONS];
    for (int i = 0; i < parts.length; i++) {
      int from = i * CAPTIONS;
      int[][] some = Arrays.copyOfRange(captions, from, Math.min(captions.length, from + CAPTIONS));
      TokenBatch batch = TokenBatch.pack(some, model.config().textCfg());
      arena.reset();
      parts[i] = model.encodeTexts(new Tape(kernels, arena, false), batch).value().copy();
    }
    return Nd4j.concat(0, parts);
  }

  @Override
  public void close() {
    arena.close();
  }
}
