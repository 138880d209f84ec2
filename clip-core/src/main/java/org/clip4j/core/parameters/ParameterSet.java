package org.clip4j.core.parameters;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clip4j.core.tensor.Block;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * All parameters of a model. Modules first declare theirs through a {@link Scope}; then {@link
 * #allocate} gives all of them memory side by side, values in one block and gradients in another.
 */
public final class ParameterSet implements AutoCloseable {

  /** Parameters start on a cache line. */
  private static final int ALIGNMENT = 16;

  private final Map<String, Parameter> byName = new LinkedHashMap<>();
  private Block values;
  private Block gradients;

  /** The root scope: names without a prefix. */
  public Scope root() {
    return new Scope("");
  }

  /** The parameters in the order of their declaration. */
  public List<Parameter> all() {
    return Collections.unmodifiableList(new ArrayList<>(byName.values()));
  }

  /** The parameter of a name. */
  public Optional<Parameter> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Number of learned values. */
  public long count() {
    return byName.values().stream().mapToLong(Parameter::length).sum();
  }

  /**
   * Gives every parameter its memory, zeros at first.
   *
   * @param type FLOAT or DOUBLE
   * @param training whether gradients are wanted
   * @throws OutOfMemoryError naming the flag to raise if JavaCPP's limit does not leave room
   */
  public void allocate(DataType type, boolean training) {
    if (values != null) {
      throw new IllegalStateException("The parameters have their memory already");
    }
    long total = byName.values().stream().mapToLong(p -> padded(p.length())).sum();
    values = Block.allocate(type, total);
    gradients = training ? Block.allocate(type, total) : null;
    long offset = 0;
    for (Parameter p : byName.values()) {
      p.bind(
          values.tensor(offset, p.shape()), training ? gradients.tensor(offset, p.shape()) : null);
      offset += padded(p.length());
    }
  }

  /**
   * Draws every parameter's first values; the same seed gives the same values whatever else the
   * model holds.
   */
  public void initialize(long seed) {
    byName.values().forEach(p -> p.initialize(seed));
  }

  /** Clears all gradients. */
  public void zeroGradients() {
    flatGradients().zero();
  }

  /** All gradients as one flat tensor (padding between parameters is zero). */
  public Tensor flatGradients() {
    if (gradients == null) {
      throw new IllegalStateException("The parameters were not allocated for training");
    }
    return gradients.tensor(0, gradients.length());
  }

  /** FLOAT or DOUBLE. */
  public DataType type() {
    if (values == null) {
      throw new IllegalStateException("The parameters have no memory yet");
    }
    return values.type();
  }

  @Override
  public void close() {
    if (values != null) {
      values.close();
    }
    if (gradients != null) {
      gradients.close();
    }
  }

  private static long padded(long length) {
    return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** A place in the tree of modules, under which parameters are declared. */
  public final class Scope {
    private final String prefix;

    private Scope(String prefix) {
      this.prefix = prefix;
    }

    /** The place of a child module. */
    public Scope child(String name) {
      return new Scope(prefix + name + ".");
    }

    /**
     * Declares a parameter.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public Parameter parameter(String name, Initializer initializer, long... shape) {
      if (values != null) {
        throw new IllegalStateException("Declare " + prefix + name + " before allocate is called");
      }
      Parameter p = new Parameter(prefix + name, shape.clone(), initializer);
      if (byName.putIfAbsent(p.name(), p) != null) {
        throw new IllegalArgumentException("Two parameters are called " + p.name());
      }
      return p;
    }
  }
}
