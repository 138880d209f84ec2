package org.clip4j.train.optim;

import org.clip4j.core.parameters.Parameter;

/** Which parameters weight decay pulls towards zero. */
public enum DecayRule {
  /**
   * Everything with two dimensions or more, as older open_clip: the positional embeddings decay.
   */
  MATRICES,
  /** As {@link #MATRICES}, but no class or positional embedding, as newer open_clip. */
  MATRICES_EXCEPT_EMBEDDINGS;

  /** Whether the rule lets this parameter decay. */
  public boolean decays(Parameter parameter) {
    if (parameter.shape().length < 2) {
      return false;
    }
    String name = parameter.name();
    boolean embedding = name.endsWith("positional_embedding") || name.endsWith("class_embedding");
    return this == MATRICES || !embedding;
  }
}
