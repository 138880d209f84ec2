/**
 * Memory for a step, and views over it.
 *
 * <p>What always holds: a {@link org.clip4j.core.tensor.Tensor} is dense and row-major, FLOAT or
 * DOUBLE, and lies in the buffer of one {@link org.nd4j.linalg.api.ndarray.INDArray}; memory is
 * owned by a {@link org.clip4j.core.tensor.Block} or an {@link org.clip4j.core.tensor.Arena} and
 * freed when they are closed, never by the garbage collector's leave.
 */
package org.clip4j.core.tensor;
