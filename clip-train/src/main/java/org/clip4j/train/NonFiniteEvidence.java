package org.clip4j.train;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.json.StrictReader;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What led to a step that was not finite, in a folder to look into:
 *
 * <pre>
 * report.json          the loss, the gradients' norm, the logit scale; the norms of every parameter
 *                      and its gradient; each pair's key, caption, tokens and range of pixels
 * batch.safetensors    pixels [pairs, 3, size, size] and tokens [pairs, context], padded with zeros
 * </pre>
 *
 * <p>Both hold the first pairs of the batch alone where it is large, and a run keeps a few such
 * folders at the most.
 */
final class NonFiniteEvidence {

  private static final int MOST_FOLDERS = 16;
  private static final int MOST_PAIRS = 1024;
  private static final int MOST_CHARACTERS = 1000;
  private static final long MOST_PIXEL_BYTES = 64 << 20;

  private final ClipModel model;
  private final Kernels kernels;

  /** Of a model as it stands before the update, with the gradients of the step. */
  NonFiniteEvidence(ClipModel model, Kernels kernels) {
    this.model = model;
    this.kernels = kernels;
  }

  /**
   * Whether a folder has room for one more.
   *
   * @param folder of all such steps; it may not be there
   */
  static boolean hasRoom(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count() < MOST_FOLDERS;
    }
  }

  /**
   * Writes the files, in place of those that may be there.
   *
   * @param folder of the step; made if it is not there
   * @param step which one, counted from 1
   */
  void write(Path folder, long step, TrainStep.Result result, double lr, LoadedBatch batch)
      throws IOException {
    Files.createDirectories(folder);
    int pairs = Math.min(batch.keys().size(), MOST_PAIRS);
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    report.put("step", step);
    report.put("loss", result.loss());
    StepLine.putParts(report, result);
    report.put("grad_norm", result.gradientNorm());
    report.put("logit_scale", Math.exp(model.logitScale().value().get(0)));
    report.put("lr", lr);
    report.put("pairs", batch.pairs());
    report.put("pairs_listed", pairs);
    addParameters(report.putArray("parameters"));
    ArrayNode list = report.putArray("batch");
    for (int i = 0; i < pairs; i++) {
      addPair(list.addObject(), batch, i);
    }
    Files.writeString(
        folder.resolve("report.json"), StrictReader.print(report), StandardCharsets.UTF_8);
    writeBatch(folder.resolve("batch.safetensors"), batch, pairs);
  }

  private void addParameters(ArrayNode list) {
    for (Parameter p : model.parameters().all()) {
      ObjectNode line = list.addObject();
      line.put("name", p.name());
      line.put("norm", norm(p.value()));
      line.put("grad_norm", norm(p.gradient()));
    }
  }

  private double norm(Tensor tensor) {
    return Math.sqrt(kernels.dot(tensor, tensor));
  }

  private static void addPair(ObjectNode line, LoadedBatch batch, int index) {
    String caption = batch.captions().get(index);
    line.put("key", batch.keys().get(index));
    line.put("caption", caption.substring(0, Math.min(caption.length(), MOST_CHARACTERS)));
    ArrayNode tokens = line.putArray("tokens");
    Arrays.stream(batch.tokens().get(index)).forEach(tokens::add);
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double sum = 0;
    int notFinite = 0;
    float[] pixels = batch.picture(index);
    for (float value : pixels) {
      least = Math.min(least, value);
      most = Math.max(most, value);
      sum += value;
      notFinite += Float.isFinite(value) ? 0 : 1;
    }
    ObjectNode picture = line.putObject("pixels");
    picture.put("min", least);
    picture.put("max", most);
    picture.put("mean", sum / pixels.length);
    picture.put("not_finite", notFinite);
  }

  private static void writeBatch(Path file, LoadedBatch batch, int listed) throws IOException {
    int edge = batch.imageSize();
    int values = 3 * edge * edge;
    int pictures = (int) Math.min(listed, MOST_PIXEL_BYTES / ((long) values * Float.BYTES));
    float[] pixels = new float[pictures * values];
    for (int i = 0; i < pictures; i++) {
      System.arraycopy(batch.picture(i), 0, pixels, i * values, values);
    }
    int context = batch.tokens().stream().mapToInt(t -> t.length).max().orElse(0);
    int[][] tokens = new int[listed][];
    for (int i = 0; i < listed; i++) {
      tokens[i] = Arrays.copyOf(batch.tokens().get(i), context);
    }
    try (INDArray pixelArray = Nd4j.create(pixels, new long[] {pictures, 3, edge, edge}, 'c');
        INDArray tokenArray = Nd4j.createFromArray(tokens)) {
      Safetensors.write(file, Map.of("pixels", pixelArray, "tokens", tokenArray), Map.of());
    }
  }
}
