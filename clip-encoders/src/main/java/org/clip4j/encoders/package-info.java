/**
 * The CLIP model (Radford et al. 2021, arXiv:2103.00020): the image encoder, the text encoder and
 * the two together.
 *
 * <p>What always holds: the mathematics, the parameter names and the initialisation are
 * open_clip's; captions are packed to their own length, which changes no feature, because the text
 * encoder is causal and is read at its end-of-text token.
 */
package org.clip4j.encoders;
