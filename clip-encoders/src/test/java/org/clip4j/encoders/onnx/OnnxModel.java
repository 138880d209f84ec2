package org.clip4j.encoders.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** An exported file as onnxruntime runs it. */
final class OnnxModel implements AutoCloseable {

  private final OrtSession session;

  OnnxModel(Path file) throws OrtException {
    this.session = environment().createSession(file.toString(), new OrtSession.SessionOptions());
  }

  private static OrtEnvironment environment() {
    // Errors come as exceptions too.
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
  }

  OrtSession session() {
    return session;
  }

  /** The features of pictures that lie behind each other in {@code pixels}. */
  float[][] images(float[] pixels, long batch, long size) throws OrtException {
    try (OnnxTensor tensor =
        OnnxTensor.createTensor(
            environment(), FloatBuffer.wrap(pixels), new long[] {batch, 3, size, size})) {
      return features(EncoderGraphs.PIXEL_VALUES, tensor);
    }
  }

  /** The features of captions, each padded with zeros to the context. */
  float[][] texts(int[][] captions, int context) throws OrtException {
    long[] ids =
        Arrays.stream(captions)
            .flatMapToInt(caption -> Arrays.stream(Arrays.copyOf(caption, context)))
            .asLongStream()
            .toArray();
    try (OnnxTensor tensor =
        OnnxTensor.createTensor(
            environment(), LongBuffer.wrap(ids), new long[] {captions.length, context})) {
      return features(EncoderGraphs.INPUT_IDS, tensor);
    }
  }

  private float[][] features(String input, OnnxTensor tensor) throws OrtException {
    try (OrtSession.Result result = session.run(Map.of(input, tensor))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
