package org.clip4j.core.random;

import java.util.random.RandomGenerator;

/**
 * SplitMix64 (Steele, Lea and Flood 2014), written out, so that a seed gives the same draws
 * everywhere and for ever.
 *
 * <p>Its whole state is one long, which a checkpoint can keep. Streams that must not depend on one
 * another's order are made with {@link #of(long, long...)} from the run's seed and whatever names
 * the stream (epoch, sample, ...). Not thread-safe.
 */
public final class DeterministicRandom implements RandomGenerator {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /** A stream that starts from a state, as {@link #state()} gave it. */
  public DeterministicRandom(long state) {
    this.state = state;
  }

  /**
   * A stream named by numbers: other numbers, or another order of them, give an unrelated stream.
   */
  public static DeterministicRandom of(long seed, long... names) {
    long mixed = mix(seed + GOLDEN_GAMMA);
    for (long name : names) {
      mixed = mix(mixed + GOLDEN_GAMMA + mix(name + GOLDEN_GAMMA));
    }
    return new DeterministicRandom(mixed);
  }

  /** A stream named by a text, such as a parameter's name. */
  public static DeterministicRandom of(long seed, String name) {
    long hash = name.length();
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash * 31 + name.charAt(i));
    }
    return of(seed, hash);
  }

  /** The state from which the draws go on. */
  public long state() {
    return state;
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform in [0, 1) with 53 random bits. */
  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [0, 1) with 24 random bits. */
  @Override
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1.0p-24f;
  }

  /** Uniform in [0, bound), without bias. */
  @Override
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("The bound is to be positive, not " + bound);
    }
    // Lemire's multiplication: reject only the few draws that would favour small numbers.
    long product = (nextLong() >>> 32) * bound;
    if ((product & 0xFFFFFFFFL) < bound) {
      long threshold = (0x100000000L - bound) % bound;
      while ((product & 0xFFFFFFFFL) < threshold) {
        product = (nextLong() >>> 32) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  /** Standard normal, by the Box-Muller transform on {@link StrictMath}. */
  @Override
  public double nextGaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
  }

  /** Shuffles in place (Fisher and Yates). */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
