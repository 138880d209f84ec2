/**
 * Embeddings of pictures, texts and pairs in a safetensors or NumPy file, with their keys in a text
 * file beside it.
 *
 * <p>What always holds: row i of every tensor and line i of the keys belong together; rows have
 * unit length; what cannot be embedded is named in the log and has neither row nor key. The tensors
 * are called as open_clip calls what its encoders give: {@code image_features} and {@code
 * text_features}.
 */
package org.clip4j.examples.embed;
