package org.clip4j.train.loss;

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
    double before = kernels.dot(student.images(), dImages);
    double value;
    try (Arena.Frame frame = arena.frame()) {
      value = new Pass(kernels, arena, student, teacher).run(weight, dImages, dTexts);
    }
    // As in InfoNceLoss, of what was added.
    double added = kernels.dot(student.images(), dImages) - before;
    return new ContrastiveLoss.Result(value, added / weight, 0);
  }

  /** One batch. */
  private final class Pass {
    private final Kernels kernels;
    private final LossInputs inputs;
    private final Side student;
    private final Side teacher;
    private double agreement;

    Pass(Kernels kernels, Arena arena, LossInputs student, LossInputs teacher) {
      this.kernels = kernels;
      this.inputs = student;
      this.student = new Side(kernels, arena, student);
      this.teacher = new Side(kernels, arena, teacher);
    }

    double run(double weight, Tensor dImages, Tensor dTexts) {
      student.tiles.forEach(
          "Log-sum-exps of student and teacher",
          (r, c) -> {
            student.sum(r, c);
            teacher.sum(r, c);
          });
      student.exchange();
      teacher.exchange();
      student.tiles.forEach(
          "Gradients of the distillation",
          (r, c) -> {
            Tensor wanted = teacher.tiles.logitsAgain(r, c);
            teacher.softmaxes(wanted, r, c);
            Tensor logits = student.tiles.logitsAgain(r, c);
            agreement += kernels.dot(wanted, logits);
            student.softmaxes(logits, r, c);
            kernels.axpy(-1, wanted, logits);
            student.tiles.addBackward(weight, logits, r, c, dImages, dTexts);
          });
      // Of a row the cross-entropy is its log-sum-exp less the logits as the teacher weighs them.
      double logSums = 0;
      for (int r = 0; r < inputs.rows(); r++) {
        logSums += student.sums.rows()[r] + student.columns[inputs.first() + r];
      }
      return 0.5 * logSums / inputs.batch() - agreement;
    }
  }

  /** The logits of one of the two. */
  private final class Side {
    private final Kernels kernels;
    private final LossInputs inputs;
    private final LogitTiles tiles;
    private final LogSumExps sums;
    private double[] columns;

    Side(Kernels kernels, Arena arena, LossInputs inputs) {
      int edge = Math.min(tile, inputs.batch());
      this.kernels = kernels;
      this.inputs = inputs;
      // As many tiles as InfoNCE keeps, of the two together.
      this.tiles =
          new LogitTiles(kernels, arena, inputs, tile, Math.max(1, InfoNceLoss.most(edge) / 2));
      this.sums = new LogSumExps(inputs.rows(), inputs.batch());
    }

    void sum(int r, int c) {
      sums.addTile(kernels, tiles.logits(r, c), r, c);
    }

    void exchange() {
      columns = inputs.exchange().merge(sums.columns());
    }

    /**
     * Turns a tile's logits into the sum of both softmaxes, by rows and by columns, in their mean.
     */
    void softmaxes(Tensor logits, int r, int c) {
      kernels.softmaxSum(
          logits, tiles.ofRows(sums.rows(), r), tiles.ofColumns(columns, c), 0.5 / inputs.batch());
    }
  }
}
