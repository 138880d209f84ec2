package org.clip4j.encoders.zeroshot;

/**
 * A class that a picture may belong to.
 *
 * @param name the class
 * @param probability the softmax over all classes, 0 to 1
 */
public record Prediction(String name, double probability) {}
