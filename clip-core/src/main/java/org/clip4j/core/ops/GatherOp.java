package org.clip4j.core.ops;

import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.tensor.Contribution;
import org.clip4j.core.tensor.Tensor;

/**
 * Rows by index, summed over sources: looking up embeddings and adding positions, laying out
 * sequences, picking the row that is read.
 */
public final class GatherOp {

  private GatherOp() {}

  /**
   * {@code y[r] = sum over sources of source[index[r]]}, where a negative index adds nothing.
   *
   * @param sources at least one; all with equally many indices and columns
   * @return [index length, columns]
   */
  public static Variable apply(Tape tape, Source... sources) {
    Tensor out = tape.take(sources[0].index.length, sources[0].rows.columns());
    for (int i = 0; i < sources.length; i++) {
      tape.kernels().gatherRows(sources[i].rows, sources[i].index, out, i > 0);
    }
    Variable y = tape.variable(out);
    tape.record(
        y,
        () -> {
          for (Source source : sources) {
            source.backward(tape, y.gradient());
          }
        });
    return y;
  }

  /** Rows of a learned table [n, width]; a vector [width] counts as one row. */
  public static Source from(Parameter table, int[] index) {
    return new Source(asRows(table.value()), index, table, null);
  }

  /** Rows of an earlier result. */
  public static Source from(Variable x, int[] index) {
    return new Source(x.value(), index, null, x);
  }

  private static Tensor asRows(Tensor table) {
    return table.rank() == 1 ? table.reshape(1, table.length()) : table;
  }

  /** Where rows come from, and which. */
  public static final class Source {
    private final Tensor rows;
    private final int[] index;
    private final Parameter table;
    private final Variable variable;

    private Source(Tensor rows, int[] index, Parameter table, Variable variable) {
      this.rows = rows;
      this.index = index;
      this.table = table;
      this.variable = variable;
    }

    private void backward(Tape tape, Tensor gradient) {
      if (table != null) {
        tape.kernels().scatterAddRows(gradient, index, asRows(table.gradient()));
      } else if (variable.wantsGradient()) {
        Contribution dx = variable.contribution();
        if (!dx.accumulate()) {
          dx.tensor().zero();
        }
        tape.kernels().scatterAddRows(gradient, index, dx.tensor());
      }
    }
  }
}
