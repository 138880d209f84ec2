package org.clip4j.examples.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.data.loader.Keep;
import org.clip4j.encoders.ClipModel;

/**
 * Resident memory of a run, part by part, in bytes.
 *
 * @param parts by name, in the order in which they are told
 */
record MemoryPlan(Map<String, Long> parts) {

  private static final int FLOAT = Float.BYTES;

  /**
   * What a run's samples, log and metrics leave behind on the heap fills its young generation, of
   * which a benchmark's few steps touch little; the launcher sets its size.
   */
  private static final long YOUNG_GENERATION = 64L << 20;

  MemoryPlan {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  static MemoryPlan of(PlanOptions options, Calibration calibration) {
    ParameterSet declared = ClipModel.declare(options.model());
    long weights = declared.flatLength() * FLOAT;
    long batch = options.batch();
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("process", calibration.processBytes());
    parts.put("weights", weights);
    parts.put("gradients", weights);
    parts.put("optimizer", 2 * weights);
    parts.put("activations", activations(options, calibration));
    parts.put("embeddings", embeddings(options, batch));
    parts.put("loss", options.loss().bytes(options.batch(), options.model().embedDim()));
    parts.put("batch", waiting(options));
    parts.put("read-ahead", readAhead(options));
    return new MemoryPlan(parts);
  }

  /** In a step of one part the embeddings lie in the activations' arena; they are told apart. */
  private static long activations(PlanOptions options, Calibration calibration) {
    long bytes = calibration.encoders().bytesAt(options.microBatch());
    return options.inParts() ? bytes : bytes - embeddings(options, options.batch());
  }

  /** Of pictures and captions, with their gradients. */
  private static long embeddings(PlanOptions options, long pairs) {
    return 4 * pairs * options.model().embedDim() * FLOAT;
  }

  /** What of the batch waits in memory while a step runs. */
  private static long waiting(PlanOptions options) {
    long captions =
        (long) options.batch() * options.model().textCfg().contextLength() * Integer.BYTES;
    long pictures =
        !options.inParts()
            ? options.batch() * options.pictureValues() * FLOAT
            : switch (options.keep()) {
              case DECODED ->
                  options.batch() * Keep.decodedBytes(options.model().visionCfg().imageSize());
              case ENCODED -> options.batch() * options.pictureBytes();
            };
    return captions + pictures;
  }

  /**
   * Two parts decoded ahead, then one being put together or, in a second pass, three prepared; the
   * shuffle buffer; and the garbage of reading.
   */
  private static long readAhead(PlanOptions options) {
    long parts = options.inParts() ? 5 : 3;
    long decoded = parts * options.microBatch() * options.pictureValues() * FLOAT;
    return decoded + options.waiting() * options.pictureBytes() + YOUNG_GENERATION;
  }

  long total() {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }
}
