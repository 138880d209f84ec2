/**
 * Holding this library against values that open_clip computed: features, losses, gradients, steps
 * of training, token ids and prepared pictures.
 *
 * <p>What always holds: every value of a reference is a check, and what cannot be checked, because
 * a file is damaged, a value missing, a name unknown or a shape another, is a check that fails and
 * says why; NaN agrees with nothing. Files are read as they might come from anybody. The layout of
 * a reference is that of {@code docs/reference/make_reference.py}, which writes one with open_clip.
 */
package org.clip4j.train.verify;
