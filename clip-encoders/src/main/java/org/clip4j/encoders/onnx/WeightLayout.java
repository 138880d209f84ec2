package org.clip4j.encoders.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.clip4j.core.parameters.Parameter;

/**
 * Where an encoder's weights go: into the model's own file or, because protobuf ends at 2 GiB and
 * runtimes map a plain file but must parse a model, the large ones of a large encoder into a file
 * beside it (ONNX's external data).
 */
final class WeightLayout {

  private final List<StoredWeight> weights = new ArrayList<>();
  private long end;

  /**
   * When weights go out of the model's file.
   *
   * @param encoder bytes of all weights together that may stay in it
   * @param tensor bytes of one weight that may stay in it even so
   */
  record Limits(long encoder, long tensor) {
    static final Limits STANDARD = new Limits(1L << 30, 1L << 16);

    /** What the format asks for where the file is to be mapped on any system. */
    static final long ALIGNMENT = 1L << 16;
  }

  /**
   * @param location name of the file beside the model
   */
  WeightLayout(Collection<Parameter> parameters, String location, Limits limits) {
    long all = parameters.stream().mapToLong(StoredWeight::bytes).sum();
    for (Parameter p : parameters) {
      if (all <= limits.encoder() || StoredWeight.bytes(p) <= limits.tensor()) {
        weights.add(StoredWeight.inline(p));
      } else {
        StoredWeight weight = StoredWeight.external(p, location, aligned(end));
        weights.add(weight);
        end = weight.end();
      }
    }
  }

  private static long aligned(long offset) {
    return (offset + Limits.ALIGNMENT - 1) / Limits.ALIGNMENT * Limits.ALIGNMENT;
  }

  /** All weights. */
  List<StoredWeight> weights() {
    return Collections.unmodifiableList(weights);
  }

  /** Size of the file beside the model; 0 if there is none. */
  long externalBytes() {
    return end;
  }

  /**
   * Writes the file beside the model.
   *
   * @param written told after each weight
   */
  void writeExternal(OutputStream out, Runnable written) throws IOException {
    long position = 0;
    for (StoredWeight weight : weights) {
      if (!weight.inline()) {
        out.write(new byte[(int) (weight.offset() - position)]);
        weight.writeValues(out);
        position = weight.end();
        written.run();
      }
    }
  }
}
