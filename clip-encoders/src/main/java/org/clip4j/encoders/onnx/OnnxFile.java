package org.clip4j.encoders.onnx;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An exported encoder.
 *
 * @param model the file to open
 * @param weights the file that must stay beside it, if the encoder is a large one
 * @param bytes of both together
 * @param input name and shape of what it takes, such as {@code pixel_values [batch, 3, 224, 224]}
 * @param output name and shape of what it gives
 */
public record OnnxFile(
    Path model, Optional<Path> weights, long bytes, String input, String output) {}
