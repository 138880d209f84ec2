package org.clip4j.train.loss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/** Machines that have some rows of a batch each: threads that meet in the exchange. */
final class Machines {

  private final double[][] given;
  private final CyclicBarrier all;
  private double[] merged;

  private Machines(int count) {
    given = new double[count][];
    all = new CyclicBarrier(count, () -> merged = ColumnExchange.merged(Arrays.asList(given)));
  }

  private double[] exchange(int machine, double[] own) {
    given[machine] = own;
    try {
      all.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
    return merged;
  }

  /**
   * Computes a loss in shares and puts their sum where {@link Pairs#compute} has the whole.
   *
   * @param cuts first rows of the machines, and the batch behind them
   */
  static ContrastiveLoss.Result compute(
      Kernels kernels, ContrastiveLoss loss, LogitMap map, Pairs pairs, int... cuts) {
    int count = cuts.length - 1;
    Machines machines = new Machines(count);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    List<Arena> arenas = new ArrayList<>();
    try {
      List<Future<ContrastiveLoss.Result>> results = new ArrayList<>();
      List<Tensor> shares = new ArrayList<>();
      for (int m = 0; m < count; m++) {
        int machine = m;
        Arena arena = new Arena(pairs.images.type());
        arenas.add(arena);
        Tensor dTexts = arena.take(pairs.texts.shape());
        shares.add(dTexts);
        LossInputs inputs =
            new LossInputs(
                pairs.images.slice(cuts[m], cuts[m + 1]),
                pairs.texts.slice(0, pairs.texts.rows()),
                cuts[m],
                map,
                own -> machines.exchange(machine, own));
        Tensor dImages = pairs.dImages.slice(cuts[m], cuts[m + 1]);
        results.add(threads.submit(() -> loss.compute(kernels, arena, inputs, dImages, dTexts)));
      }
      ContrastiveLoss.Result sum = new ContrastiveLoss.Result(0, 0, 0);
      for (Future<ContrastiveLoss.Result> future : results) {
        ContrastiveLoss.Result share = future.get();
        sum =
            new ContrastiveLoss.Result(
                sum.value() + share.value(),
                sum.dLogScale() + share.dLogScale(),
                sum.dBias() + share.dBias());
      }
      for (long i = 0; i < pairs.dTexts.length(); i++) {
        double whole = 0;
        for (Tensor share : shares) {
          whole += share.get(i);
        }
        pairs.dTexts.set(i, whole);
      }
      return sum;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
      arenas.forEach(Arena::close);
    }
  }
}
