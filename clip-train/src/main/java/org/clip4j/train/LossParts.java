package org.clip4j.train;

/**
 * What a loss with a teacher is made of.
 *
 * @param contrastive between the pairs
 * @param distill against the teacher, before its weight
 */
public record LossParts(double contrastive, double distill) {}
