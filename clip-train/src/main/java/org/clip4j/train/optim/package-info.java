/**
 * The optimiser: AdamW with decay groups, the learning-rate schedule and gradient clipping, with
 * the numbers of PyTorch and open_clip.
 */
package org.clip4j.train.optim;
