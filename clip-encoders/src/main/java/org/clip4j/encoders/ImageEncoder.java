package org.clip4j.encoders;

import org.clip4j.core.kernels.Activation;
import org.clip4j.core.nn.LayerNorm;
import org.clip4j.core.nn.Transformer;
import org.clip4j.core.ops.GatherOp;
import org.clip4j.core.ops.LinearOp;
import org.clip4j.core.ops.PatchesOp;
import org.clip4j.core.ops.ProjectionOp;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.parameters.Initializer;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.config.VisionConfig;

/**
 * The Vision Transformer (Dosovitskiy et al. 2021, arXiv:2010.11929) as CLIP has it: a class token
 * before the patches, a layer norm before and after the blocks, and a projection of the class
 * token.
 */
public final class ImageEncoder {

  private static final int CHANNELS = 3;

  private final VisionConfig config;
  private final Parameter classEmbedding;
  private final Parameter positionalEmbedding;
  private final Parameter projection;
  private final Parameter patchEmbedding;
  private final LayerNorm normBefore;
  private final Transformer transformer;
  private final LayerNorm normAfter;

  ImageEncoder(ParameterSet.Scope scope, VisionConfig config, int embedDim, Activation activation) {
    this.config = config;
    int width = config.width();
    int patch = config.patchSize();
    // open_clip scales the three embeddings so; the blocks keep PyTorch's own defaults.
    Initializer scaled = Initializer.normal(Math.pow(width, -0.5));
    this.classEmbedding = scope.parameter("class_embedding", scaled, width);
    this.positionalEmbedding =
        scope.parameter("positional_embedding", scaled, config.tokens(), width);
    this.projection = scope.parameter("proj", scaled, width, embedDim);
    this.patchEmbedding =
        scope
            .child("conv1")
            .parameter(
                "weight",
                Initializer.fanIn((long) CHANNELS * patch * patch),
                width,
                CHANNELS,
                patch,
                patch);
    this.normBefore = new LayerNorm(scope.child("ln_pre"), width);
    this.transformer = new Transformer(scope.child("transformer"), config.transformer(activation));
    this.normAfter = new LayerNorm(scope.child("ln_post"), width);
  }

  /**
   * Encodes pictures, not yet scaled to unit length. What is not kept is not computed.
   *
   * @param images [batch, 3, image_size, image_size], normalised
   * @param kept which patches of as many pictures are looked at
   * @param locked how many {@link LayerGroups}, from the first on, stay as they are: nothing of
   *     them is recorded
   * @return [batch, embed_dim]
   * @throws IllegalArgumentException if the pictures have another shape, or there are more or fewer
   */
  public Variable forward(Tape tape, Tensor images, KeptPatches kept, int locked) {
    int size = config.imageSize();
    if (images.rank() != 4
        || images.size(1) != CHANNELS
        || images.size(2) != size
        || images.size(3) != size) {
      throw new IllegalArgumentException(
          String.format("Pictures are to be [batch, 3, %d, %d], not %s", size, size, images));
    }
    if (images.size(0) != kept.pictures()) {
      throw new IllegalArgumentException(
          "Patches are kept of " + kept.pictures() + " pictures, not of " + images);
    }
    Layout layout = new Layout(kept);
    GroupTapes tapes = new GroupTapes(tape, new LayerGroups(config.layers()), locked);
    Tape first = tapes.ofEmbeddings();
    Variable patches = LinearOp.apply(first, patches(first, images, kept), patchEmbedding);
    Variable tokens =
        GatherOp.apply(
            first,
            GatherOp.from(positionalEmbedding, layout.positions),
            GatherOp.from(classEmbedding, layout.classTokens),
            GatherOp.from(patches, layout.patches));
    Variable pooled =
        transformer.forwardRead(
            tape,
            normBefore.forward(first, tokens),
            Sequences.uniform(kept.pictures(), 1 + kept.perPicture()),
            layout.firstRows,
            tapes.lockedBlocks());
    Variable normed = normAfter.forward(tapes.ofLastBlock(), pooled);
    return ProjectionOp.apply(tapes.ofProjection(), normed, projection);
  }

  private Variable patches(Tape tape, Tensor images, KeptPatches kept) {
    return kept.isAll()
        ? PatchesOp.apply(tape, images, config.patchSize())
        : PatchesOp.apply(tape, images, config.patchSize(), kept.rows());
  }

  /**
   * Where the rows of a batch come from: the class token first, then the patches that are kept, for
   * every picture.
   */
  private static final class Layout {
    private final int[] positions;
    private final int[] classTokens;
    private final int[] patches;
    private final int[] firstRows;

    Layout(KeptPatches kept) {
      int batch = kept.pictures();
      int tokens = 1 + kept.perPicture();
      int rows = Math.multiplyExact(batch, tokens);
      positions = new int[rows];
      classTokens = new int[rows];
      patches = new int[rows];
      firstRows = new int[batch];
      for (int r = 0; r < rows; r++) {
        int picture = r / tokens;
        int token = r % tokens;
        // The class token has the first position; a patch keeps its own, whatever else is kept.
        positions[r] = token == 0 ? 0 : 1 + kept.patch(picture, token - 1);
        classTokens[r] = token == 0 ? 0 : -1;
        patches[r] = token == 0 ? -1 : r - picture - 1;
        firstRows[picture] = picture * tokens;
      }
    }
  }
}
