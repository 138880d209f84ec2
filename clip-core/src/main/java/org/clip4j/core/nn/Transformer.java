package org.clip4j.core.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.clip4j.core.ops.CheckpointOp;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;

/** A stack of {@link ResidualBlock}s over packed sequences. */
public final class Transformer {

  private final List<ResidualBlock> blocks;

  /** Declares {@code resblocks.0}, {@code resblocks.1}, ... */
  public Transformer(ParameterSet.Scope scope, TransformerShape shape) {
    List<ResidualBlock> all = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      all.add(new ResidualBlock(scope.child("resblocks").child(Integer.toString(i)), shape));
    }
    this.blocks = Collections.unmodifiableList(all);
  }

  /** The blocks, first to last. */
  public List<ResidualBlock> blocks() {
    return blocks;
  }

  /** [rows, width] to [rows, width]. */
  public Variable forward(Tape tape, Variable x, Sequences sequences) {
    return through(blocks, tape, x, sequences);
  }

  /**
   * What is read of the last block, one row of each sequence: that block then computes no more than
   * these rows need.
   *
   * @param read the row of each sequence; with a causal mask its last
   * @return [sequences, width]: the rows {@code read} of what {@link #forward} gives
   */
  public Variable forwardRead(Tape tape, Variable x, Sequences sequences, int[] read) {
    return forwardRead(tape, x, sequences, read, 0);
  }

  /**
   * The same where the first blocks stay as they are: nothing of them is recorded, and the backward
   * pass ends behind them.
   *
   * @param x where there are such blocks, no gradient reaches it
   * @param locked how many blocks stay as they are
   */
  public Variable forwardRead(Tape tape, Variable x, Sequences sequences, int[] read, int locked) {
    int last = blocks.size() - 1;
    int before = Math.min(locked, last);
    Variable y = x;
    if (before > 0) {
      y = through(blocks.subList(0, before), tape.unrecorded(), y, sequences);
    }
    y = through(blocks.subList(before, last), tape, y, sequences);
    Tape tapeOfLast = locked > last ? tape.unrecorded() : tape;
    return blocks.get(last).forwardRead(tapeOfLast, y, sequences, read);
  }

  private static Variable through(
      List<ResidualBlock> blocks, Tape tape, Variable x, Sequences sequences) {
    if (!tape.recording()) {
      return inPlace(blocks, tape, x, sequences);
    }
    Variable y = x;
    for (ResidualBlock block : blocks) {
      y =
          tape.checkpointing()
              ? CheckpointOp.apply(tape, y, (t, in) -> block.forward(t, in, sequences))
              : block.forward(tape, y, sequences);
    }
    return y;
  }

  /**
   * Without a backward pass only the residual stream goes from block to block, so that memory does
   * not grow with their number.
   */
  private static Variable inPlace(
      List<ResidualBlock> blocks, Tape tape, Variable x, Sequences sequences) {
    Tensor stream = tape.take(x.value().shape());
    stream.assign(x.value());
    Variable state = tape.constant(stream);
    for (ResidualBlock block : blocks) {
      try (Arena.Frame inner = tape.frame()) {
        stream.assign(block.forward(tape, state, sequences).value());
      }
    }
    return state;
  }
}
