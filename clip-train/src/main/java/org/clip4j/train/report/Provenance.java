package org.clip4j.train.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.clip4j.core.Version;
import org.clip4j.core.kernels.Kernels;

/**
 * Where a run came from: enough to run it again and get the same bits.
 *
 * @param version of clip4j
 * @param seed of every random draw
 * @param dataFingerprint of the shards
 * @param kernels which arithmetic
 * @param threads it computed with
 * @param java the virtual machine
 * @param config the whole configuration, as YAML or JSON
 * @param more further facts by name, in the order to show them
 */
public record Provenance(
    String version,
    long seed,
    String dataFingerprint,
    String kernels,
    int threads,
    String java,
    String config,
    Map<String, String> more) {

  /** Copies the further facts, keeping their order. */
  public Provenance {
    more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
  }

  /** Of a run of this version on this virtual machine. */
  public static Provenance here(
      long seed, String dataFingerprint, Kernels kernels, String config, Map<String, String> more) {
    String loops = kernels.rowKernels();
    return new Provenance(
        Version.current(),
        seed,
        dataFingerprint,
        loops.isEmpty() ? kernels.name() : kernels.name() + " (" + loops + ")",
        kernels.threads(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        config,
        more);
  }
}
