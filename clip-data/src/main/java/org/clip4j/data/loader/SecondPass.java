package org.clip4j.data.loader;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;

/**
 * The pixels of kept parts once more, part by part in their order and bit for bit. The loader's
 * threads prepare up to two parts ahead while the caller computes; besides these and the part that
 * the caller has, nothing is in memory, and the arrays serve again in later passes. Not safe for
 * use by several threads.
 */
public final class SecondPass implements Iterator<float[]>, AutoCloseable {

  private static final int PARTS_AHEAD = 2;

  private final List<KeptPictures> parts;
  private final ArrayPool<float[]> pool;
  private final Deque<float[]> begun = new ArrayDeque<>();
  private final Lookahead<float[]> pictures;
  private float[] given;
  private int next;

  /**
   * Begins at once.
   *
   * @param pipeline whose threads work
   * @param parts what was kept
   * @param partSize how many pictures each has
   * @param pool arrays of a part's values
   */
  SecondPass(
      OrderedPipeline pipeline, List<KeptPictures> parts, int partSize, ArrayPool<float[]> pool) {
    this.parts = List.copyOf(parts);
    this.pool = pool;
    this.pictures =
        new Lookahead<>(
            pipeline, new Tasks(), (int) Math.min(1 << 20, (long) PARTS_AHEAD * partSize));
  }

  @Override
  public boolean hasNext() {
    return next < parts.size();
  }

  /**
   * Waits for the next part's pixels.
   *
   * @return {@code [partSize, 3, imageSize, imageSize]}, row-major; only to be used until the next
   *     call of this method or {@link #close}, which take the array back
   * @throws NoSuchElementException if there is none
   * @throws LoaderException if a picture could not be prepared
   * @throws IllegalStateException if the loader or a part was closed
   */
  @Override
  public float[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the second pass over the kept parts is over");
    }
    takeBack();
    for (int left = parts.get(next).size(); left > 0; left--) {
      pictures.next();
    }
    next++;
    given = begun.remove();
    return given;
  }

  private void takeBack() {
    if (given != null) {
      pool.giveBack(given);
      given = null;
    }
  }

  /** Ends the pass, if it has not ended, and takes the array back that was given last. */
  @Override
  public void close() {
    next = parts.size();
    pictures.close();
    takeBack();
    begun.forEach(pool::giveBack);
    begun.clear();
  }

  /** One task a picture, so that all threads work on the part that is waited for. */
  private final class Tasks implements Iterator<Callable<float[]>> {
    private int part;
    private int picture;

    @Override
    public boolean hasNext() {
      return part < parts.size();
    }

    @Override
    public Callable<float[]> next() {
      KeptPictures kept = parts.get(part);
      if (picture == 0) {
        begun.add(pool.take());
      }
      int index = picture++;
      if (picture == kept.size()) {
        part++;
        picture = 0;
      }
      float[] pixels = begun.getLast();
      int stride = pixels.length / kept.size();
      return () -> {
        kept.write(index, pixels, index * stride);
        return pixels;
      };
    }
  }
}
