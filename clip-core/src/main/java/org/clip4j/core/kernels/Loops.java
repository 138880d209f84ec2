package org.clip4j.core.kernels;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.clip4j.core.tensor.Tensor;

/**
 * Cuts rows into parts for the workers, and parts into chunks that fit the first-level cache. The
 * cuts depend on the shape alone, never on the number of threads, so sums that follow them do not
 * either.
 */
final class Loops {

  /** Elements of a chunk: 8 KiB an array, of which a kernel reads up to four. */
  private static final int CHUNK = 2048;

  /** Elements of a part: some microseconds of work. */
  private static final int PART = 8 * CHUNK;

  private static final int MOST_PARTS = 256;

  /** Few, since each costs a row of partial sums. */
  private static final int MOST_SUMS = 32;

  private Loops() {}

  /** Work on rows {@code from} to {@code from + count} (exclusive). */
  @FunctionalInterface
  interface Rows {
    void run(int from, int count);
  }

  /** Work on rows, adding to {@code sums} from {@code offset} on. */
  @FunctionalInterface
  interface SummingRows {
    void run(int from, int count, float[] sums, int offset);
  }

  /** Work on elements {@code from} to {@code from + count} of all buffers. */
  @FunctionalInterface
  interface Elements {
    void run(FloatBuffer[] buffers, int from, int count);
  }

  /** Runs independent rows. */
  static void rows(Workers workers, int rows, int columns, Rows body) {
    int parts = parts(rows, columns, MOST_PARTS);
    workers.run(parts, part -> chunks(part, parts, rows, columns, body));
  }

  /** Work on a copy of a row, which begins at {@code at}. */
  @FunctionalInterface
  interface RowWork {
    void run(int row, float[] values, int at);
  }

  /** Runs independent rows of a tensor, each read into the thread's scratch, slot 0. */
  static void eachRow(Workers workers, Tensor x, RowWork work) {
    int n = x.columns();
    RowBuffer in = new RowBuffer(x);
    rows(
        workers,
        x.rows(),
        n,
        (from, count) -> {
          float[] values = in.read(0, from, count);
          for (int r = 0; r < count; r++) {
            work.run(from + r, values, r * n);
          }
        });
  }

  /**
   * Runs rows that add up: each part into sums of its own, added to {@code total} in the parts'
   * order.
   */
  static void sums(
      Workers workers, int rows, int columns, RowAdder adder, float[] total, SummingRows body) {
    int parts = parts(rows, columns, MOST_SUMS);
    int width = total.length;
    float[] sums = new float[Math.multiplyExact(parts, width)];
    workers.run(
        parts,
        part ->
            chunks(
                part,
                parts,
                rows,
                columns,
                (from, count) -> body.run(from, count, sums, part * width)));
    adder.addRows(sums, 0, parts, total, 0, width);
  }

  /** Adds rows that follow one another to a sum. */
  @FunctionalInterface
  interface RowAdder {
    void addRows(float[] x, int xo, int rows, float[] sum, int so, int n);
  }

  /**
   * Runs over all elements of equally long tensors, however long.
   *
   * @param piece elements that one buffer is asked to hold
   */
  static void elements(Workers workers, long piece, Elements body, Tensor... tensors) {
    long length = tensors[0].length();
    for (long from = 0; from < length; from += piece) {
      long to = Math.min(length, from + piece);
      FloatBuffer[] buffers = buffers(from, to, tensors);
      rows(workers, (int) (to - from), 1, (start, count) -> body.run(buffers, start, count));
    }
  }

  /** The buffers of elements {@code from} to {@code to} of each tensor. */
  static FloatBuffer[] buffers(long from, long to, Tensor... tensors) {
    return Arrays.stream(tensors)
        .map(
            t ->
                to - from == t.length()
                    ? t.floats()
                    : t.reshape(t.length()).slice(from, to).floats())
        .toArray(FloatBuffer[]::new);
  }

  private static int parts(int rows, int columns, int most) {
    long wanted = ((long) rows * columns + PART - 1) / PART;
    return (int) Math.max(1, Math.min(Math.min(rows, most), wanted));
  }

  private static void chunks(int part, int parts, int rows, int columns, Rows body) {
    int end = (int) ((part + 1L) * rows / parts);
    int step = Math.max(1, CHUNK / Math.max(1, columns));
    for (int from = (int) ((long) part * rows / parts); from < end; from += step) {
      body.run(from, Math.min(step, end - from));
    }
  }
}
