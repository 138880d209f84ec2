package org.clip4j.train;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.loss.LossInputs;

/**
 * InfoNCE that is not a number at given calls, or gives gradients that are not; or for some
 * batches, whatever call it is.
 */
public final class FlakyLoss implements ContrastiveLoss {

  private static int calls;
  private static Set<Integer> lossFails = Set.of();
  private static Set<Integer> gradientFails = Set.of();
  private static int oneIn;

  private final InfoNceLoss inner = new InfoNceLoss();

  /**
   * Makes {@code loss.name: flaky} known, until closed.
   *
   * @param losses calls whose loss is not a number, counted from 1
   * @param gradients calls whose gradients are not finite
   */
  static Installed install(Path folder, Set<Integer> losses, Set<Integer> gradients)
      throws IOException {
    Installed installed = install(folder);
    lossFails = losses;
    gradientFails = gradients;
    return installed;
  }

  /**
   * Makes it known as one that fails for about one in so many batches, which their embeddings' bits
   * tell: in a resumed run the same ones as in a run never stopped.
   */
  static Installed installByBits(Path folder, int batches) throws IOException {
    Installed installed = install(folder);
    oneIn = batches;
    return installed;
  }

  private static Installed install(Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("flaky/META-INF/services"));
    Files.writeString(
        services.resolve(ContrastiveLoss.class.getName()), FlakyLoss.class.getName() + "\n");
    lossFails = Set.of();
    gradientFails = Set.of();
    oneIn = 0;
    calls = 0;
    return new Installed(folder.resolve("flaky"));
  }

  /** The class path with the loss. */
  static final class Installed implements AutoCloseable {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final URLClassLoader loader;

    private Installed(Path archive) throws IOException {
      loader =
          new URLClassLoader(new URL[] {archive.toUri().toURL()}, FlakyLoss.class.getClassLoader());
      Thread.currentThread().setContextClassLoader(loader);
    }

    @Override
    public void close() throws IOException {
      Thread.currentThread().setContextClassLoader(before);
      loader.close();
    }
  }

  @Override
  public String name() {
    return "flaky";
  }

  @Override
  public Result compute(
      Kernels kernels, Arena arena, LossInputs inputs, Tensor dImages, Tensor dTexts) {
    Result sound = inner.compute(kernels, arena, inputs, dImages, dTexts);
    calls++;
    if (gradientFails.contains(calls)) {
      dTexts.set(0, Double.POSITIVE_INFINITY);
    }
    int bits = Float.floatToIntBits((float) inputs.images().get(0));
    boolean byBits = oneIn > 0 && Math.floorMod(bits, oneIn) == 0;
    return byBits || lossFails.contains(calls)
        ? new Result(Double.NaN, sound.dLogScale(), sound.dBias())
        : sound;
  }
}
