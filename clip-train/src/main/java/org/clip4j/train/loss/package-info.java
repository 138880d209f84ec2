/**
 * Contrastive losses.
 *
 * <p>What always holds: a loss takes the embeddings of a batch and gives its value and their
 * gradients at once, tile by tile, so that memory beyond inputs and results does not grow with the
 * square of the batch. It may have some of the pictures only: then its results are this machine's
 * share, and the shares of all machines add up.
 */
package org.clip4j.train.loss;
