package org.clip4j.data.datavec;

import java.io.Serializable;
import java.util.function.Supplier;
import org.clip4j.data.image.ImageTransform;

/**
 * Makes the transform where the reader runs: DataVec may send a reader to other machines. Most
 * often a lambda.
 */
@FunctionalInterface
public interface TransformSupplier extends Supplier<ImageTransform>, Serializable {}
