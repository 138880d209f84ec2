package org.clip4j.data.datavec;

import org.clip4j.data.loader.PairFields;

/** Where DataVec readers are made; says what to add if DataVec is not there. */
public final class ClipRecords {

  private static final String NEEDED = "org.datavec.api.records.reader.RecordReader";

  private ClipRecords() {}

  /**
   * Makes a reader of pairs in the usual parts.
   *
   * @param transform makes what is done to each picture
   * @throws IllegalStateException naming the artifact to add, if DataVec is not on the class path
   */
  public static ClipRecordReader reader(TransformSupplier transform) {
    return reader(transform, PairFields.DEFAULT);
  }

  /**
   * Makes a reader.
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
