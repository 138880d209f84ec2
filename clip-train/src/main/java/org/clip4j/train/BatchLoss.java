package org.clip4j.train;

import java.util.Optional;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.encoders.ClipModel;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.LogitMap;
import org.clip4j.train.loss.LossInputs;
import org.clip4j.train.loss.TileListener;

/**
 * The loss between all embeddings of a batch, with a teacher the distillation's besides, and what
 * it gives the model's own scalars.
 */
final class BatchLoss {

  private final ClipModel model;
  private final ContrastiveLoss loss;
  private final Kernels kernels;

  private final Optional<Teacher> teacher;

  BatchLoss(ClipModel model, ContrastiveLoss loss, Kernels kernels, Optional<Teacher> teacher) {
    this.model = model;
    this.loss = loss;
    this.kernels = kernels;
    this.teacher = teacher;
  }

  /**
   * Computes the loss of the whole batch once, and sets the gradients of the logit scale and, where
   * the model has one, of the logits' bias.
   *
   * @param batch the embeddings of the whole batch
   * @param gradients set to theirs
   * @param ofTeacher the teacher's embeddings, where there is one
   * @param listener hears of every tile, and may end the loss
   */
  Value run(
      Arena arena,
      PairEmbeddings batch,
      PairEmbeddings gradients,
      Optional<PairEmbeddings> ofTeacher,
      TileListener listener) {
    LossInputs inputs =
        LossInputs.whole(batch.images(), batch.texts(), LogitMap.of(model)).heardBy(listener);
    ContrastiveLoss.Result result =
        loss.compute(kernels, arena, inputs, gradients.images(), gradients.texts());
    model.logitBias().ifPresent(bias -> bias.gradient().set(0, result.dBias()));
    if (teacher.isEmpty()) {
      model.logitScale().gradient().set(0, result.dLogScale());
      return new Value(result.value(), Optional.empty());
    }
    double weight = teacher.get().weight();
    PairEmbeddings theirs = ofTeacher.orElseThrow();
    ContrastiveLoss.Result distilled =
        teacher
            .get()
            .loss()
            .add(
                kernels,
                arena,
                inputs,
                teacher.get().inputs(theirs.images(), theirs.texts()),
                weight,
                gradients.images(),
                gradients.texts());
    model.logitScale().gradient().set(0, result.dLogScale() + weight * distilled.dLogScale());
    return new Value(
        result.value() + weight * distilled.value(),
        Optional.of(new LossParts(result.value(), distilled.value())));
  }

  /**
   * What was computed.
   *
   * @param loss all of it
   * @param parts what it is made of, where there is a teacher
   */
  record Value(double loss, Optional<LossParts> parts) {}
}
