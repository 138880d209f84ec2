/**
 * Models in folders, as other libraries write and read them.
 *
 * <p>What always holds: nothing is allocated for a model before its configuration and the headers
 * of its weights have been found to agree; values that are read are finite; a parameter's values
 * are the same in every layout, only names, divisions and orientation differ.
 *
 * <p>Reference: open_clip 3.3 ({@code factory.py}, {@code model.py}) and transformers 5.18 ({@code
 * models/clip}).
 */
package org.clip4j.encoders.checkpoint;
