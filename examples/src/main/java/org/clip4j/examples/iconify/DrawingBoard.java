package org.clip4j.examples.iconify;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.clip4j.core.Sha256;

/** Draws icons on several threads and gives them back in order. */
public final class DrawingBoard implements AutoCloseable {

  /** The largest width and height of a picture in pixels. */
  public static final int MAX_SIZE = 1024;

  /** How many icons are being drawn, or wait to be taken, for each thread. */
  private static final int AHEAD = 64;

  private final IconRenderer renderer;
  private final int ahead;
  private final long secondsAnIcon;
  private final ExecutorService threads;

  /**
   * Makes the threads.
   *
   * @param secondsAnIcon how long to wait for one icon before giving up; a drawing made to take
   *     forever is an error, not a hang
   */
  public DrawingBoard(int size, int threads, long secondsAnIcon) {
    this.renderer = new IconRenderer(size);
    this.ahead = AHEAD * threads;
    this.secondsAnIcon = secondsAnIcon;
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "icon-drawing");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Takes drawings, one at a time and in order. */
  @FunctionalInterface
  public interface Sink {
    /** Takes one; answers whether it wants more. */
    boolean take(Drawing drawing) throws IOException;
  }

  /** A job handed to the threads. */
  private record Pending(DrawingJob job, Future<Drawing> drawing) {}

  /**
   * Draws icons and gives them on in the order of the jobs, of which only a few are asked for in
   * advance.
   *
   * @throws IOException if one takes too long, or the sink throws it
   */
  public void draw(Iterator<DrawingJob> jobs, Sink sink) throws IOException {
    Deque<Pending> waiting = new ArrayDeque<>();
    boolean more = true;
    while (more) {
      while (waiting.size() < ahead && jobs.hasNext()) {
        DrawingJob job = jobs.next();
        waiting.add(new Pending(job, threads.submit(() -> draw(job))));
      }
      more = !waiting.isEmpty() && sink.take(get(waiting.remove()));
    }
    waiting.forEach(pending -> pending.drawing().cancel(false));
  }

  private Drawing get(Pending pending) throws IOException {
    String icon = pending.job().set() + ":" + pending.job().icon().key();
    // Second by second, so that a process that was stopped meanwhile has lost one of them only.
    for (long second = 0; second < secondsAnIcon; second++) {
      try {
        return pending.drawing().get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        continue;
      } catch (ExecutionException e) {
        throw new IOException("icon " + icon + ": " + e.getCause().getMessage(), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while drawing " + icon, e);
      }
    }
    throw new IOException(
        "icon "
            + icon
            + " takes longer than "
            + secondsAnIcon
            + " s to draw; is the jar the published one?");
  }

  private Drawing draw(DrawingJob job) {
    return draw(job.set(), job.icon(), job.caption());
  }

  private Drawing draw(String set, Icon icon, String caption) {
    Optional<BufferedImage> image = renderer.render(icon);
    if (image.isEmpty()) {
      return leftOut(set, icon, caption, LeftOut.FAILED);
    }
    byte[] pixels = IconRenderer.pixels(image.get());
    if (IconRenderer.isBlank(pixels)) {
      return leftOut(set, icon, caption, LeftOut.BLANK);
    }
    return new Drawing(
        set,
        icon.key(),
        caption,
        icon.category(),
        png(image.get()),
        hash(set, icon, caption, pixels),
        Optional.empty());
  }

  private static Drawing leftOut(String set, Icon icon, String caption, LeftOut why) {
    return new Drawing(
        set, icon.key(), caption, icon.category(), new byte[0], "", Optional.of(why));
  }

  /** Over the pixels and not the file, because compressors differ from one platform to another. */
  private static String hash(String set, Icon icon, String caption, byte[] pixels) {
    MessageDigest digest = Sha256.digest();
    for (String text : List.of(set, icon.key(), caption, icon.category())) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    digest.update(pixels);
    return Sha256.hex(digest);
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a picture as PNG: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
