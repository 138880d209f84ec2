/**
 * WebDataset shards as a DataVec source, so that DataVec and DL4J pipelines can read what clip4j
 * reads.
 *
 * <p>DataVec is an optional dependency: add {@code org.datavec:datavec-api}, in the version of the
 * application's ND4J, to use this package. Begin with {@link org.clip4j.data.datavec.ClipRecords},
 * which says so where it is missing.
 *
 * <p>What always holds: a record is {@code [picture, caption, key]}; records come in the order of
 * the split's locations and of the members within each; pictures are RGB, decoded and resized as
 * for training, not by DataVec's own image loader (which gives BGR and resizes otherwise).
 */
package org.clip4j.data.datavec;
