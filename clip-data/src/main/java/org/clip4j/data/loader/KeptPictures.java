package org.clip4j.data.loader;

import java.util.List;
import java.util.Objects;

/**
 * The pictures of a {@link Batch}, kept so that its values come again, bit for bit: one by one
 * here, or part by part and prepared ahead by {@link PairLoader#secondPass}. To be closed when they
 * are not needed any more, for their memory goes into later batches.
 */
public final class KeptPictures implements AutoCloseable {

  private final List<KeptPicture> pictures;
  private final int imageSize;
  private volatile boolean closed;

  KeptPictures(List<KeptPicture> pictures, int imageSize) {
    this.pictures = List.copyOf(pictures);
    this.imageSize = imageSize;
  }

  /** How many there are. */
  public int size() {
    return pictures.size();
  }

  /** Height and width, in pixels. */
  public int imageSize() {
    return imageSize;
  }

  /**
   * Writes a picture's {@code [3][imageSize][imageSize]} normalised values as they are in the
   * batch. May be called from several threads at once.
   *
   * @param index which picture, from 0, in the batch's order
   * @param out receives {@code 3 * imageSize * imageSize} values
   * @param offset where in {@code out} they begin
   * @throws IndexOutOfBoundsException if there is no such picture or no such room
   * @throws IllegalStateException if this is closed
   */
  public void write(int index, float[] out, int offset) {
    if (closed) {
      throw new IllegalStateException("the kept pictures are closed");
    }
    Objects.checkFromIndexSize(offset, 3 * imageSize * imageSize, out.length);
    pictures.get(index).write(out, offset);
  }

  /** Gives the memory back. Nobody may be writing from these pictures any more. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pictures.forEach(KeptPicture::release);
    }
  }
}
