package org.clip4j.data.datavec;

import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clip4j.data.loader.PairFields;
import org.clip4j.data.webdataset.ShardPattern;
import org.clip4j.data.webdataset.ShardSource;

/** Where DataVec readers are made; says what to add if DataVec is not there. */
public final class ClipRecords {

  private static final String NEEDED = "org.datavec.api.records.reader.RecordReader";

  private ClipRecords() {}

  /**
   * Makes a reader that stands before the first pair of local shards.
   *
   * @param shards paths; braces are expanded, as in {@code pairs-{000000..000009}.tar}
   * @param transform makes what is done to each picture
   * @throws NoSuchFileException if a shard is not there
   * @throws IllegalStateException naming the artifact to add, if DataVec is not on the class path
   */
  public static ClipRecordReader open(List<String> shards, TransformSupplier transform)
      throws IOException {
    ClipRecordReader reader = reader(transform);
    List<URI> locations = new ArrayList<>();
    for (String shard : ShardPattern.expandAll(shards)) {
      ShardSource.local().check(shard);
      locations.add(Path.of(shard).toUri());
    }
    // What names DataVec's other classes is the reader's, or this class would not load without it.
    reader.begin(locations);
    return reader;
  }

  /**
   * Makes a reader of pairs in the usual parts, to be initialised with an input split.
   *
   * @param transform makes what is done to each picture
   * @throws IllegalStateException naming the artifact to add, if DataVec is not on the class path
   */
  public static ClipRecordReader reader(TransformSupplier transform) {
    return reader(transform, PairFields.DEFAULT);
  }

  /**
   * Makes a reader, to be initialised with an input split.
   *
   * @param transform makes what is done to each picture
   * @param fields which parts are picture and caption
   * @throws IllegalStateException naming the artifact to add, if DataVec is not on the class path
   */
  public static ClipRecordReader reader(TransformSupplier transform, PairFields fields) {
    try {
      Class.forName(NEEDED, false, ClipRecords.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "DataVec is not on the class path: add the dependency org.datavec:datavec-api, in the"
              + " version of your ND4J",
          e);
    }
    return new ClipRecordReader(transform, fields);
  }
}
