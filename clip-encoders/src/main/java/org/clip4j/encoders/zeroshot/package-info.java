/**
 * Classification by sentences alone (Radford et al. 2021, arXiv:2103.00020, section 3.1).
 *
 * <p>What always holds: a class is its prompts; its embedding is the mean of their unit embeddings,
 * scaled to unit length again (section 3.1.4), and a picture belongs to the class that lies
 * nearest.
 */
package org.clip4j.encoders.zeroshot;
