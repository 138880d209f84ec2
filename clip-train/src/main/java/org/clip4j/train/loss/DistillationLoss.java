package org.clip4j.train.loss;

import java.util.function.DoubleUnaryOperator;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/**
 * Distillation (Hinton et al. 2015, arXiv:1503.02531) between two models' logits of one batch, as
 * open_clip's {@code DistillClipLoss} has it: the cross-entropy of the student's softmax against
 * the teacher's, in the mean over rows and in the mean over columns, of both the mean. The teacher
 * is given; gradients are the student's alone, and are added to those of a contrastive loss.
 *
 * <p>It goes over the logits of both in tiles twice: once for the log-sum-exp of every row and
 * column, once for the gradients. The embeddings of the two may differ in width.
 */
public final class DistillationLoss {

  /** Tiles that are in memory at once at the least: one of each model's logits. */
  public static final int LEAST_TILES = 2;

  private final int tile;

  /**
   * With tiles of a given edge; the result does not depend on it but for rounding.
   *
   * @param tile most rows and columns of a tile, at least 1
   */
  public DistillationLoss(int tile) {
    this.tile = LogitTiles.requireEdge(tile);
  }

  /**
   * Computes this machine's share of the loss and adds its gradients, multiplied by a weight.
   *
   * @param arena for temporaries, which are taken back
   * @param student rows of pictures and all columns of captions, as they are learned
   * @param teacher the same pairs as the teacher has them; its listener is not told
   * @param weight what the gradients are multiplied by, positive
   * @param dImages [rows, embed_dim] of the student, added to
   * @param dTexts [batch, embed_dim] of the student, added to
   * @return value and derivative by the student's logit scale, neither multiplied by the weight
   * @throws IllegalArgumentException if the two have other pairs
   */
  public ContrastiveLoss.Result add(
      Kernels kernels,
      Arena arena,
      LossInputs student,
      LossInputs teacher,
      double weight,
      Tensor dImages,
      Tensor dTexts) {
    if (student.rows() != teacher.rows()
        || student.batch() != teacher.batch()
        || student.first() != teacher.first()) {
      throw new IllegalArgumentException(
          "The teacher's pictures "
              + teacher.images()
              + " and captions "
              + teacher.texts()
              + " are not as many as the student's, "
              + student.images()
              + " and "
              + student.texts());
    }
    student.requireGradients(dImages, dTexts);
    try (Arena.Frame frame = arena.frame()) {
      return new Pass(kernels, arena, student, teacher).run(weight, dImages, dTexts);
    }
  }

  /** One batch. */
  private final class Pass {
    private final Kernels kernels;
    private final LossInputs inputs;
    private final SoftmaxTiles student;
    private final SoftmaxTiles teacher;

    Pass(Kernels kernels, Arena arena, LossInputs student, LossInputs teacher) {
      this.kernels = kernels;
      this.inputs = student;
      // As many tiles as InfoNCE keeps, of the two together.
      int most = Math.max(1, InfoNceLoss.most(Math.min(tile, student.batch())) / 2);
      // Of a column's logits each machine has some: all are to be on one level.
      boolean whole = student.rows() == student.batch();
      DoubleUnaryOperator level = ofAll -> whole ? 0 : ofAll;
      this.student =
          new SoftmaxTiles(
              kernels, student, new MendedTiles(kernels, arena, student, tile, most, level));
      this.teacher =
          new SoftmaxTiles(
              kernels, teacher, new MendedTiles(kernels, arena, teacher, tile, most, level));
    }

    ContrastiveLoss.Result run(double weight, Tensor dImages, Tensor dTexts) {
      LogitTiles tiles = student.tiles();
      double before = tiles.centred().slope(dImages);
      double each = 0.5 / inputs.batch();
      double[] agreement = new double[1];
      tiles.forEach(
          "Log-sum-exps of student and teacher",
          (r, c) -> {
            student.sum(r, c);
            teacher.sum(r, c);
          });
      student.exchange();
      teacher.exchange();
      PairLogits pairs = student.pairs();
      tiles.forEach(
          "Gradients of the distillation",
          (r, c) -> {
            int offset = tiles.pairOffset(r, c);
            Tensor wanted = teacher.logitsAgain(r, c);
            teacher.softmaxSum(wanted, r, c, each);
            PairLogits.put(wanted, r, offset, row -> 0);
            Tensor logits = student.logitsAgain(r, c);
            agreement[0] += kernels.dot(wanted, logits);
            student.softmaxSum(logits, r, c, each);
            kernels.axpy(-1, wanted, logits);
            // A pair's softmax is 1 less what it misses.
            PairLogits.put(
                logits, r, offset, row -> each * (teacher.pairs().missed(row) - pairs.missed(row)));
            tiles.addBackward(weight, logits, r, c, dImages, dTexts);
          });
      double value = each * pairs.crossEntropies(teacher.pairs()) - agreement[0];
      // Of what was added to the other loss's.
      double ofImages = tiles.centred().slope(dImages) - before;
      return new ContrastiveLoss.Result(value, student.slope(ofImages / weight), 0);
    }
  }
}
