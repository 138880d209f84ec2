package org.clip4j.train.optim;

import org.clip4j.core.parameters.Parameter;

/** The two encoders of a CLIP model, each with its projection. */
public enum Tower {
  /** Everything under {@code visual}. */
  IMAGE,
  /** Everything else but what the logits are scaled with. */
  TEXT;

  /** Whether a parameter is this encoder's; the logits' scale and bias are neither's. */
  public boolean has(Parameter parameter) {
    String name = parameter.name();
    boolean image = name.startsWith("visual.");
    boolean logits = name.equals("logit_scale") || name.equals("logit_bias");
    return this == IMAGE ? image : !image && !logits;
  }
}
