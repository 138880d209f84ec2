package org.clip4j.data.loader;

import java.util.List;
import org.clip4j.data.webdataset.ReadCounts;
import org.clip4j.data.webdataset.SamplePlace;

/**
 * What happened in reading between a pair of an epoch and the one before it: enough to follow the
 * shuffle buffer without the samples in it.
 *
 * @param pass 0 in the epoch itself; above, how often one of several workers has begun its share
 *     again
 * @param entered the samples that went into the buffer, in order
 * @param turn see {@link Cursor#turn}
 * @param next see {@link Cursor#next}
 * @param counts what the reader has read since it began, but for what decoding finds of it
 */
record Trail(int pass, List<SamplePlace> entered, int turn, SamplePlace next, ReadCounts counts) {}
