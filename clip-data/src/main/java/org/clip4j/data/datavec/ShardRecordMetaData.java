package org.clip4j.data.datavec;

import java.net.URI;
import org.datavec.api.records.metadata.RecordMetaData;

/**
 * Where a record came from.
 *
 * @param shard the shard
 * @param place the sample's place in it, from 0
 * @param key the sample's key, for messages
 */
public record ShardRecordMetaData(URI shard, long place, String key) implements RecordMetaData {

  @Override
  public String getLocation() {
    return shard + ", sample " + place + " (" + key + ")";
  }

  @Override
  public URI getURI() {
    return shard;
  }

  @Override
  public Class<?> getReaderClass() {
    return ClipRecordReader.class;
  }
}
