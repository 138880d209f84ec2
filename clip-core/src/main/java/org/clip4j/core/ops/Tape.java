package org.clip4j.core.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/**
 * Records the operations of a forward pass, so that {@link #backward()} can run their gradients in
 * reverse.
 *
 * <p>One tape serves one pass over one arena; the caller resets the arena when the pass is over.
 * The backward pass gives each value back as soon as nothing reads it any more, so that gradients
 * take the room of values that are done with. A tape that does not record (for inference) leaves no
 * backward behind.
 */
public final class Tape {

  private final Kernels kernels;
  private final Arena arena;
  private final boolean recording;
  private final boolean checkpointing;
  private final List<Runnable> backwards = new ArrayList<>();

  /**
   * A tape over an arena.
   *
   * @param recording whether {@link #backward()} will be wanted
   */
  public Tape(Kernels kernels, Arena arena, boolean recording) {
    this(kernels, arena, recording, false);
  }

  private Tape(Kernels kernels, Arena arena, boolean recording, boolean checkpointing) {
    this.kernels = kernels;
    this.arena = arena;
    this.recording = recording;
    this.checkpointing = checkpointing;
  }

  /**
   * A recording tape that wants what {@link CheckpointOp} is for: blocks keep their input alone and
   * compute the rest once more in the backward pass.
   */
  public static Tape checkpointing(Kernels kernels, Arena arena) {
    return new Tape(kernels, arena, true, true);
  }

  /** A tape over the same arena that does not record: for what stays as it is. */
  public Tape unrecorded() {
    return new Tape(kernels, arena, false);
  }

  /** Whether {@link #backward()} will be wanted, and so all values up to then. */
  public boolean recording() {
    return recording;
  }

  /** Whether blocks are to keep their input alone. */
  public boolean checkpointing() {
    return checkpointing;
  }

  /** The arithmetic that operations on this tape use. */
  public Kernels kernels() {
    return kernels;
  }

  /** Memory for an operation's result, contents undefined. */
  public Tensor take(long... shape) {
    return arena.take(shape);
  }

  /** Memory for an operation's result, filled with zeros. */
  public Tensor zeros(long... shape) {
    return arena.zeros(shape);
  }

  /**
   * Begins a part of a pass whose values nobody reads after it; closing the frame takes their
   * memory back.
   *
   * @throws IllegalStateException if the tape records, for the backward pass reads them all
   */
  public Arena.Frame frame() {
    if (recording) {
      throw new IllegalStateException("A recording tape keeps its values for the backward pass");
    }
    return arena.frame();
  }

  Arena arena() {
    return arena;
  }

  /** A value that no gradient is wanted for, such as a batch of pictures. */
  public Variable constant(Tensor value) {
    return new Variable(value, arena, false);
  }

  /**
   * The result of an operation, or an input whose gradient is wanted.
   *
   * @param value memory that this tape gave, for no other variable
   */
  public Variable variable(Tensor value) {
    return new Variable(value, arena, recording);
  }

  /**
   * The result of an operation that may be {@link Variable#forget() forgotten}.
   *
   * @param recipe sets the value once more, to the same bits
   */
  public Variable variable(Tensor value, Consumer<Tensor> recipe) {
    return new Variable(value, arena, recording, recipe);
  }

  /**
   * Remembers an operation's backward. Behind it the result's gradient is given back, and its value
   * unless it is {@link Variable#keep() kept}.
   *
   * @param result what the operation made; its backward is left out if no gradient reaches it
   * @param backward reads {@code result.gradient()} and passes it on
   */
  public void record(Variable result, Runnable backward) {
    if (recording) {
      backwards.add(
          () -> {
            if (result.hasGradient()) {
              backward.run();
              result.giveBack();
            }
          });
    }
  }

  /**
   * Runs the recorded backwards, last first. Seed the results' gradients before ({@link
   * Variable#seedGradient(Tensor)}). The tape is empty afterwards.
   *
   * @throws IllegalStateException if the tape does not record
   */
  public void backward() {
    if (!recording) {
      throw new IllegalStateException("This tape was made without recording: there is no backward");
    }
    for (int i = backwards.size() - 1; i >= 0; i--) {
      backwards.get(i).run();
    }
    backwards.clear();
  }
}
