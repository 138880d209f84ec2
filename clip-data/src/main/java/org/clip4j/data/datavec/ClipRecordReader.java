package org.clip4j.data.datavec;

import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.image.ImageFormatException;
import org.clip4j.data.image.ImageTransform;
import org.clip4j.data.loader.Pair;
import org.clip4j.data.loader.PairFields;
import org.clip4j.data.loader.PairSelector;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.ShardLimits;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.ShardStream;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads the shards of a split as records {@code [picture, caption, key]}: an NDArray of {@code [1,
 * 3, S, S]} normalised RGB values, and two texts. Samples that cannot be used are skipped and
 * counted; damaged shards give what was whole.
 *
 * <p>It can be serialised before it is initialised. Not safe for use by several threads.
 */
public final class ClipRecordReader extends BaseRecordReader {

  private static final long serialVersionUID = 1L;

  private final TransformSupplier transforms;
  private final PairFields fields;
  private transient Configuration conf;
  private transient ImageTransform transform;
  private transient BadSamples bad;
  private transient ShardStream stream;
  private transient Optional<Record> ahead;

  ClipRecordReader(TransformSupplier transforms, PairFields fields) {
    this.transforms = transforms;
    this.fields = fields;
  }

  /**
   * Begins before the first record.
   *
   * @param split whose locations are shards
   */
  @Override
  public void initialize(InputSplit split) throws IOException, InterruptedException {
    super.initialize(split);
    bad = new BadSamples();
    rewind();
  }

  @Override
  public void initialize(Configuration configuration, InputSplit split)
      throws IOException, InterruptedException {
    setConf(configuration);
    initialize(split);
  }

  void begin(List<URI> shards) throws IOException {
    try {
      initialize(new CollectionInputSplit(shards));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted before the first shard was opened");
    }
  }

  private void rewind() throws IOException {
    close();
    stream =
        open(
            Stream.of(inputSplit.locations()).map(URI::toString).toList(),
            shard -> streamCreatorFn.apply(URI.create(shard)));
  }

  private ShardStream open(List<String> shards, ShardSource source) {
    return new ShardStream(shards, source, ShardLimits.DEFAULT, bad(), false);
  }

  @Override
  public boolean hasNext() {
    if (stream == null) {
      throw new IllegalStateException(
          "the reader is not initialised, or is closed: call initialize(InputSplit) first");
    }
    if (ahead.isEmpty()) {
      ahead = advance();
    }
    return ahead.isPresent();
  }

  @Override
  public Record nextRecord() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more records; reset() begins again");
    }
    Record record = ahead.orElseThrow();
    ahead = Optional.empty();
    invokeListeners(record);
    return record;
  }

  @Override
  public List<Writable> next() {
    return nextRecord().getRecord();
  }

  /** Returns up to so many records. */
  @Override
  public List<List<Writable>> next(int count) {
    List<List<Writable>> records = new ArrayList<>();
    while (records.size() < count && hasNext()) {
      records.add(next());
    }
    return records;
  }

  private Optional<Record> advance() {
    try {
      return advance(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Record> advance(ShardStream from) throws IOException {
    PairSelector selector = new PairSelector(fields, bad());
    for (var sample = from.next(); sample.isPresent(); sample = from.next()) {
      Optional<Record> record = selector.select(sample.get(), from.index()).flatMap(this::record);
      if (record.isPresent()) {
        return record;
      }
    }
    return Optional.empty();
  }

  private Optional<Record> record(Pair pair) {
    if (transform == null) {
      transform = transforms.get();
    }
    int size = transform.size();
    float[] pixels = new float[3 * size * size];
    try {
      var picture = pair.picture().decode();
      transform.apply(picture, DeterministicRandom.of(pair.place(), pair.shard()), pixels, 0);
    } catch (ImageFormatException e) {
      bad().sample(Reason.PICTURE_UNREADABLE, pair.shard(), pair.key(), pair.offset(), e.problem());
      return Optional.empty();
    }
    List<Writable> values =
        List.of(
            new NDArrayWritable(Nd4j.createFromArray(pixels).reshape(1, 3, size, size)),
            new Text(pair.caption()),
            new Text(pair.key()));
    RecordMetaData origin =
        new ShardRecordMetaData(URI.create(pair.shard()), pair.place(), pair.key());
    return Optional.of(new org.datavec.api.records.impl.Record(values, origin));
  }

  /**
   * Reads the first usable record of the shard in the stream. The reader's own place does not
   * change; the stream is not closed.
   *
   * @throws IOException if there is none
   */
  @Override
  public List<Writable> record(URI uri, DataInputStream in) throws IOException {
    ShardSource source =
        shard ->
            new FilterInputStream(in) {
              @Override
              public void close() {}
            };
    try (ShardStream only = open(List.of(uri.toString()), source)) {
      return advance(only)
          .map(Record::getRecord)
          .orElseThrow(
              () -> new IOException("shard " + uri + " has no usable sample; skipped: " + bad()));
    }
  }

  @Override
  public Record loadFromMetaData(RecordMetaData origin) throws IOException {
    return loadFromMetaData(List.of(origin)).get(0);
  }

  /**
   * Reads records again, in the order asked for; each shard is read once.
   *
   * @throws IOException if one is not there any more, or cannot be used
   * @throws IllegalArgumentException if the meta data is not of this kind of reader
   */
  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> origins) throws IOException {
    Map<URI, Long> lastPlaces = new HashMap<>();
    for (RecordMetaData origin : origins) {
      if (!(origin instanceof ShardRecordMetaData place)) {
        throw new IllegalArgumentException("meta data of another reader: " + origin);
      }
      lastPlaces.merge(place.shard(), place.place(), Math::max);
    }
    Map<RecordMetaData, Record> found = new HashMap<>();
    for (RecordMetaData origin : origins) {
      Long last = lastPlaces.remove(origin.getURI());
      if (last != null) {
        load(origin.getURI(), last, origins, found);
      }
    }
    List<Record> records = new ArrayList<>();
    for (RecordMetaData origin : origins) {
      Record record = found.get(origin);
      if (record == null) {
        throw new IOException(
            "cannot be read again: "
                + origin.getLocation()
                + "; the shard is not the same, or the sample is bad");
      }
      records.add(record);
    }
    return records;
  }

  private void load(
      URI shard, long last, List<RecordMetaData> wanted, Map<RecordMetaData, Record> found)
      throws IOException {
    PairSelector selector = new PairSelector(fields, bad());
    try (ShardStream only = open(List.of(shard.toString()), name -> streamCreatorFn.apply(shard))) {
      while (only.index() < last) {
        var sample = only.next();
        if (sample.isEmpty()) {
          return;
        }
        ShardRecordMetaData here = new ShardRecordMetaData(shard, only.index(), sample.get().key());
        if (wanted.contains(here)) {
          selector
              .select(sample.get(), only.index())
              .flatMap(this::record)
              .ifPresent(record -> found.put(here, record));
        }
      }
    }
  }

  /** Returns what has been skipped so far. */
  public BadSamples badSamples() {
    return bad();
  }

  private BadSamples bad() {
    if (bad == null) {
      bad = new BadSamples();
    }
    return bad;
  }

  /** There are no labels but the captions: an empty list. */
  @Override
  public List<String> getLabels() {
    return List.of();
  }

  @Override
  public void reset() {
    if (inputSplit == null) {
      throw new IllegalStateException(
          "the reader is not initialised: call initialize(InputSplit) first");
    }
    inputSplit.reset();
    try {
      rewind();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean resetSupported() {
    return inputSplit == null || inputSplit.resetSupported();
  }

  @Override
  public void close() throws IOException {
    ahead = Optional.empty();
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }

  @Override
  public void setConf(Configuration configuration) {
    conf = configuration;
  }

  @Override
  public Configuration getConf() {
    return conf;
  }
}
