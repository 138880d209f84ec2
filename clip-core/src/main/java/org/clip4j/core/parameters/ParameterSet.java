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
    values = Block.allocate(type, flatLength());
    gradients = training ? Block.allocate(type, flatLength()) : null;
    for (Place at : places()) {
      long[] shape = at.parameter.shape();
      at.parameter.bind(
          values.tensor(at.offset, shape), training ? gradients.tensor(at.offset, shape) : null);
    }
  }

  /**
   * Where a parameter lies in the flat tensors.
   *
   * @param offset first element
   * @param end behind its last element and the padding
   */
  public record Place(Parameter parameter, long offset, long end) {}

  /**
   * The places of all parameters, one behind the other: first those of two dimensions and more,
   * which weight decay pulls at, so that an optimiser has few stretches to go over.
   */
  public List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (boolean matrices : new boolean[] {true, false}) {
      for (Parameter p : byName.values()) {
        if (p.shape().length >= 2 == matrices) {
          long offset = places.isEmpty() ? 0 : places.get(places.size() - 1).end;
          places.add(new Place(p, offset, offset + padded(p.length())));
        }
      }
    }
    return places;
  }

  /** Elements of the flat tensors, the padding between parameters counted. */
  public long flatLength() {
    return byName.values().stream().mapToLong(p -> padded(p.length())).sum();
  }

  /**
   * Draws every parameter's first values; the same seed gives the same values whatever else the
   * model holds.
   */
  public void initialize(long seed) {
    byName.values().forEach(p -> p.initialize(seed));
  }

  /**
   * Clears all gradients. Their memory is written when a backward sets it or somebody reads it, not
   * now: for most of it the zeros would be read only to be replaced.
   */
  public void zeroGradients() {
    requireGradients();
    byName.values().forEach(Parameter::forgetGradient);
  }

  /** All values as one flat tensor (padding between parameters is zero). */
  public Tensor flatValues() {
    type();
    return values.tensor(0, values.length());
  }

  /** All gradients as one flat tensor (padding between parameters is zero). */
  public Tensor flatGradients() {
    requireGradients();
    byName.values().forEach(Parameter::gradient);
    return gradients.tensor(0, gradients.length());
  }

  private void requireGradients() {
    if (gradients == null) {
      throw new IllegalStateException("The parameters were not allocated for training");
    }
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
