package org.clip4j.examples.bench;

import org.clip4j.encoders.ClipModel;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.loss.LogitMap;
import org.clip4j.train.loss.SigmoidLoss;

/** A loss where a run of it begins. */
public enum LossKind {
  /** Symmetric InfoNCE, CLIP's own. */
  INFONCE(new InfoNceLoss(), LogitMap.ofLogScale(ClipModel.INITIAL_LOGIT_SCALE)),
  /** The pairwise sigmoid loss, with SigLIP's first scale and bias: 10 and -10. */
  SIGMOID(new SigmoidLoss(), new LogitMap(Math.log(10), -10));

  private final ContrastiveLoss loss;
  private final LogitMap map;

  LossKind(ContrastiveLoss loss, LogitMap map) {
    this.loss = loss;
    this.map = map;
  }

  ContrastiveLoss loss() {
    return loss;
  }

  LogitMap map() {
    return map;
  }
}
