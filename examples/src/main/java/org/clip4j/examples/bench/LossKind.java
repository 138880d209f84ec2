package org.clip4j.examples.bench;

import org.clip4j.encoders.ClipModel;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.loss.LogitMap;
import org.clip4j.train.loss.SigmoidLoss;

/** A loss where a run of it begins. */
public enum LossKind {
  /** Symmetric InfoNCE, CLIP's own. */
  INFONCE,
  /** The pairwise sigmoid loss, with SigLIP's first scale and bias: 10 and -10. */
  SIGMOID;

  ContrastiveLoss loss() {
    return switch (this) {
      case INFONCE -> new InfoNceLoss();
      case SIGMOID -> new SigmoidLoss();
    };
  }

  LogitMap map() {
    return switch (this) {
      case INFONCE -> LogitMap.ofLogScale(ClipModel.INITIAL_LOGIT_SCALE);
      case SIGMOID -> new LogitMap(Math.log(10), -10);
    };
  }
}
