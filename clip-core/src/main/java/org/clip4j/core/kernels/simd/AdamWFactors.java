package org.clip4j.core.kernels.simd;

/**
 * The constants of one AdamW update, rounded to float once for all parameters.
 *
 * @param gradientScale multiplies the gradient as it is read
 * @param keep what weight decay leaves of a parameter: 1 - learning rate * decay
 * @param beta1 decay of the first moment
 * @param rest1 1 - beta1
 * @param beta2 decay of the second moment
 * @param rest2 1 - beta2
 * @param rootScale 1 / sqrt(1 - beta2^t)
 * @param epsilon added to the scaled root
 * @param stepSize learning rate / (1 - beta1^t)
 */
public record AdamWFactors(
    float gradientScale,
    float keep,
    float beta1,
    float rest1,
    float beta2,
    float rest2,
    float rootScale,
    float epsilon,
    float stepSize) {}
