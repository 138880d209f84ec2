package org.clip4j.core.kernels;

import java.util.Locale;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.clip4j.core.Version;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * oneDNN's {@code dnnl_sgemm}, whose kernels are made for the processor at hand when they are first
 * called.
 *
 * <p>It takes its number of threads from OpenMP, which keeps one for each thread of the process.
 * ND4J can set it, for on Linux both use the same OpenMP, the one that was loaded first: ND4J's.
 *
 * <p>A row of a product of up to some 768 columns has the same bits however many rows there are:
 * for few it has kernels that add up in another order, so these go through {@link PaddedRows}. The
 * embedding of a model that is no wider therefore does not depend on the batch that it is made in.
 */
final class OneDnn implements Sgemm {

  private static final NativeLibrary LIBRARY = new NativeLibrary("oneDNN", OneDnn::load);

  private final NativeOps openMp = NativeOpsHolder.getInstance().getDeviceNativeOps();

  /** Why it cannot be used here; empty if it can. */
  static Optional<String> obstacle() {
    return LIBRARY.obstacle();
  }

  private static void load() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
      throw new UnsupportedOperationException("on this system it shares no OpenMP with ND4J");
    }
    dnnl.dnnl_version();
  }

  @Override
  public String name() {
    return "oneDNN " + Version.of("org.bytedeco", "dnnl");
  }

  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      FloatPointer a,
      int lda,
      FloatPointer b,
      int ldb,
      float beta,
      FloatPointer c,
      int ldc) {
    boolean few = m < PaddedRows.ROWS && !transposeA;
    PaddedRows padded = few ? PaddedRows.local(k, n) : null;
    if (few) {
      padded.read(m, a, lda, beta == 0 ? null : c, ldc);
    }
    int before = openMp.ompGetMaxThreads();
    if (before != 1) {
      openMp.setOmpNumThreads(1);
    }
    int status;
    try {
      status =
          dnnl.dnnl_sgemm(
              operation(transposeA),
              operation(transposeB),
              few ? PaddedRows.ROWS : m,
              n,
              k,
              alpha,
              few ? padded.factor() : a,
              few ? k : lda,
              b,
              ldb,
              beta,
              few ? padded.result() : c,
              few ? n : ldc);
    } finally {
      if (before != 1) {
        openMp.setOmpNumThreads(before);
      }
    }
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException(
          "oneDNN's product of " + m + " x " + k + " x " + n + " failed with status " + status);
    }
    if (few) {
      padded.write(m, c, ldc);
    }
  }

  private static byte operation(boolean transpose) {
    return (byte) (transpose ? 'T' : 'N');
  }
}
