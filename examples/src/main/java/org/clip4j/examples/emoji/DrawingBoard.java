package org.clip4j.examples.emoji;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
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

/** Draws icons on several threads and gives them back in order. */
final class DrawingBoard implements AutoCloseable {

  private static final int REPORT_EVERY = 50;

  private final IconRenderer renderer;
  private final long secondsAnIcon;
  private final ExecutorService threads;

  /**
   * Makes the threads.
   *
   * @param secondsAnIcon how long to wait for one icon before giving up; a drawing made to take
   *     forever is an error, not a hang
   */
  DrawingBoard(int size, int threads, long secondsAnIcon) {
    this.renderer = new IconRenderer(size);
    this.secondsAnIcon = secondsAnIcon;
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "emoji-drawing");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Draws a set's icons.
   *
   * @throws IOException if one takes too long
   */
  List<Drawing> draw(IconSet set, Captions captions, ProgressListener listener) throws IOException {
    List<Future<Drawing>> futures = new ArrayList<>();
    for (Icon icon : set.icons()) {
      String caption = captions.caption(set.name(), icon.key());
      futures.add(threads.submit(() -> draw(set.name(), icon, caption)));
    }
    List<Drawing> drawings = new ArrayList<>();
    String stage = "drawing " + set.name();
    for (Future<Drawing> future : futures) {
      drawings.add(get(future, set.name() + ":" + set.icons().get(drawings.size()).key()));
      if (drawings.size() % REPORT_EVERY == 0 || drawings.size() == futures.size()) {
        listener.progress(stage, drawings.size(), futures.size());
      }
    }
    return drawings;
  }

  private Drawing get(Future<Drawing> future, String icon) throws IOException {
    try {
      return future.get(secondsAnIcon, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "icon "
              + icon
              + " takes longer than "
              + secondsAnIcon
              + " s to draw; is the jar the published one?",
          e);
    } catch (ExecutionException e) {
      throw new IOException("icon " + icon + ": " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while drawing " + icon, e);
    }
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
    MessageDigest digest = Hashes.sha256();
    for (String text : List.of(set, icon.key(), caption, icon.category())) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    digest.update(pixels);
    return Hashes.hex(digest);
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
