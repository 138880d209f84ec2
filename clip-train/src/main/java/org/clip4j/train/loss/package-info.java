/**
 * Contrastive losses.
 *
 * <p>What always holds: a loss takes the embeddings of a batch and gives its value and their
 * gradients at once, tile by tile, so that memory beyond inputs and results does not grow with the
 * square of the batch.
 */
package org.clip4j.train.loss;
