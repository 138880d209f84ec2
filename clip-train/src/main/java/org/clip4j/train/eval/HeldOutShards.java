package org.clip4j.train.eval;

import java.util.List;
import org.clip4j.data.loader.LoaderConfig;
import org.clip4j.data.loader.PairFields;
import org.clip4j.data.loader.Tolerance;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.ShardSource;

/**
 * Where held-out pairs are read from.
 *
 * @param source opens the shards
 * @param shards their names, expanded
 * @param fields which parts are picture and caption; of several captions the first counts
 * @param tolerance how long is waited for a pair, and how many samples may be bad
 */
public record HeldOutShards(
    ShardSource source, List<String> shards, PairFields fields, Tolerance tolerance) {

  public HeldOutShards {
    shards = List.copyOf(shards);
  }

  /** With the patience that is usual. */
  public HeldOutShards(ShardSource source, List<String> shards, PairFields fields) {
    this(source, shards, fields, Tolerance.DEFAULT);
  }

  /** Pairs of the usual parts, wherever they lie. */
  public static HeldOutShards of(List<String> shards) {
    return new HeldOutShards(ShardSources.standard(), shards, PairFields.DEFAULT);
  }

  LoaderConfig loading(int batch) {
    return LoaderConfig.of(shards, batch, 0).withFields(fields).withTolerance(tolerance);
  }
}
