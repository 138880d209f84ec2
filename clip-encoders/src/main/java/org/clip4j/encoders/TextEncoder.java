package org.clip4j.encoders;

import org.clip4j.core.kernels.Activation;
import org.clip4j.core.nn.LayerNorm;
import org.clip4j.core.nn.ResidualBlock;
import org.clip4j.core.nn.Transformer;
import org.clip4j.core.ops.GatherOp;
import org.clip4j.core.ops.ProjectionOp;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.parameters.Initializer;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.encoders.config.TextConfig;

/**
 * CLIP's text encoder: a causal transformer over packed captions, read at each caption's
 * end-of-text token.
 *
 * <p>Its parameters stand at the root of the state dict, as in open_clip.
 */
public final class TextEncoder {

  private final Parameter positionalEmbedding;
  private final Parameter projection;
  private final Parameter tokenEmbedding;
  private final Transformer transformer;
  private final LayerNorm norm;

  TextEncoder(ParameterSet.Scope scope, TextConfig config, int embedDim, Activation activation) {
    int width = config.width();
    this.positionalEmbedding =
        scope.parameter(
            "positional_embedding", Initializer.normal(0.01), config.contextLength(), width);
    this.projection =
        scope.parameter(
            "text_projection", Initializer.normal(Math.pow(width, -0.5)), width, embedDim);
    this.transformer = new Transformer(scope.child("transformer"), config.transformer(activation));
    this.tokenEmbedding =
        scope
            .child("token_embedding")
            .parameter("weight", Initializer.normal(0.02), config.vocabSize(), width);
    this.norm = new LayerNorm(scope.child("ln_final"), width);
    initializeBlocks(config);
  }

  /**
   * open_clip's {@code init_parameters}: what writes to the residual stream shrinks with the depth.
   */
  private void initializeBlocks(TextConfig config) {
    double attention = Math.pow(config.width(), -0.5);
    double depth = Math.pow(2.0 * config.layers(), -0.5);
    for (ResidualBlock block : transformer.blocks()) {
      block.attention().inWeight().initializer(Initializer.normal(attention));
      block.attention().out().weight().initializer(Initializer.normal(attention * depth));
      block
          .mlp()
          .expand()
          .weight()
          .initializer(Initializer.normal(Math.pow(2.0 * config.width(), -0.5)));
      block.mlp().project().weight().initializer(Initializer.normal(attention * depth));
    }
  }

  /**
   * Encodes captions, not yet scaled to unit length.
   *
   * @param locked how many {@link LayerGroups}, from the first on, stay as they are: nothing of
   *     them is recorded
   * @return [captions, embed_dim]
   */
  public Variable forward(Tape tape, TokenBatch captions, int locked) {
    GroupTapes tapes = new GroupTapes(tape, new LayerGroups(transformer.blocks().size()), locked);
    Variable tokens =
        GatherOp.apply(
            tapes.ofEmbeddings(),
            GatherOp.from(tokenEmbedding, captions.ids()),
            GatherOp.from(positionalEmbedding, captions.positions()));
    Variable read =
        transformer.forwardRead(
            tape, tokens, captions.sequences(), captions.ends(), tapes.lockedBlocks());
    Variable normed = norm.forward(tapes.ofLastBlock(), read);
    return ProjectionOp.apply(tapes.ofProjection(), normed, projection);
  }
}
