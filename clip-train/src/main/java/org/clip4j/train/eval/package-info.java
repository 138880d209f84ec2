/**
 * How good a model is: zero-shot classification by prompts, retrieval recall, and the intervals and
 * chances that belong beside every such number.
 *
 * <p>All of it works on {@link org.clip4j.train.eval.Embeddings}, so that one pass of the model
 * serves every measure. What always holds: memory grows with the rows, never with rows times rows;
 * equal scores are ordered by the lower index, so that the same embeddings give the same figures on
 * every machine and at every thread count.
 *
 * <p>The measures are those of Radford et al., "Learning Transferable Visual Models From Natural
 * Language Supervision" (2021), sections 3.1.2 to 3.1.4; the intervals are Wilson's (1927).
 */
package org.clip4j.train.eval;
