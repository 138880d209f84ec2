package org.clip4j.core.kernels;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.clip4j.core.Version;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The kernels on ND4J's operations alone: written to be read, for any backend, FLOAT and DOUBLE.
 * The fast path is held against this one.
 */
public final class Nd4jKernels implements Kernels {

  private static final double SMALLEST_NORM = 1e-12;

  @Override
  public String name() {
    return "nd4j";
  }

  /** One: what ND4J does inside an operation is its own affair. */
  @Override
  public int threads() {
    return 1;
  }

  @Override
  public String products() {
    return "ND4J " + Version.of("org.nd4j", "nd4j-api");
  }

  @Override
  public String rowKernels() {
    return "";
  }

  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Tensor a,
      Tensor b,
      double beta,
      Tensor c) {
    INDArray left = transposeA ? a.matrix().transpose() : a.matrix();
    INDArray right = transposeB ? b.matrix().transpose() : b.matrix();
    INDArray product = left.mmul(right).muli(alpha);
    if (beta != 0) {
      product.addi(c.matrix().mul(beta));
    }
    c.matrix().assign(product);
  }

  @Override
  public void fillRows(Tensor row, Tensor y) {
    y.matrix().assign(0).addiRowVector(row.array());
  }

  @Override
  public void addBias(Tensor x, Tensor bias, Tensor y) {
    y.matrix().assign(x.matrix().addRowVector(bias.array()));
  }

  @Override
  public void addColumnSums(Tensor x, Tensor sum) {
    sum.array().addi(x.matrix().sum(0));
  }

  @Override
  public void add(Tensor a, Tensor b, Tensor y) {
    y.matrix().assign(a.matrix().add(b.matrix()));
  }

  @Override
  public void axpy(double alpha, Tensor x, Tensor y) {
    y.matrix().addi(x.matrix().mul(alpha));
  }

  @Override
  public void scale(double alpha, Tensor x) {
    x.matrix().muli(alpha);
  }

  @Override
  public void layerNorm(
      Tensor x, Tensor gain, Tensor bias, double epsilon, Tensor y, Tensor mean, Tensor rstd) {
    INDArray in = x.matrix();
    INDArray average = in.mean(1);
    INDArray centred = in.subColumnVector(average);
    INDArray variance = centred.mul(centred).mean(1);
    INDArray inverse = Transforms.sqrt(variance.add(epsilon)).rdiv(1);
    mean.array().assign(average);
    rstd.array().assign(inverse);
    y.matrix()
        .assign(
            centred
                .muliColumnVector(inverse)
                .muliRowVector(gain.array())
                .addiRowVector(bias.array()));
  }

  @Override
  public void layerNormBackward(
      Tensor dy,
      Tensor x,
      Tensor gain,
      Tensor mean,
      Tensor rstd,
      Tensor dx,
      boolean accumulate,
      Tensor dGain,
      Tensor dBias) {
    INDArray out = dy.matrix();
    INDArray normal = x.matrix().subColumnVector(mean.array()).muliColumnVector(rstd.array());
    dGain.array().addi(out.mul(normal).sum(0));
    dBias.array().addi(out.sum(0));
    INDArray scaled = out.mulRowVector(gain.array());
    INDArray average = scaled.mean(1);
    INDArray projection = scaled.mul(normal).mean(1);
    INDArray result =
        scaled
            .subiColumnVector(average)
            .subi(normal.muliColumnVector(projection))
            .muliColumnVector(rstd.array());
    put(dx, result, accumulate);
  }

  @Override
  public void biasActivation(Activation activation, Tensor x, Tensor bias, Tensor y) {
    INDArray in = x.matrix().addRowVector(bias.array());
    y.matrix().assign(in.mul(gate(activation, in)));
  }

  @Override
  public void biasActivationBackward(
      Activation activation, Tensor dy, Tensor x, Tensor bias, Tensor dx, Tensor dBias) {
    INDArray in = x.matrix().addRowVector(bias.array());
    INDArray gate = gate(activation, in);
    INDArray slope =
        switch (activation) {
          case GELU ->
              // The density of the normal distribution is the derivative of the gate.
              Transforms.exp(in.mul(in).muli(-0.5)).muli(1 / Math.sqrt(2 * Math.PI));
          case QUICK_GELU -> gate.mul(gate.rsub(1)).muli(1.702);
        };
    INDArray result = dy.matrix().mul(gate.add(in.mul(slope)));
    x.matrix().assign(in.mul(gate));
    dx.matrix().assign(result);
    dBias.array().addi(result.sum(0));
  }

  /** What the activation multiplies its input with. */
  private static INDArray gate(Activation activation, INDArray in) {
    return switch (activation) {
      case GELU -> Nd4j.getExecutioner().exec(new Erf(in.mul(Math.sqrt(0.5)))).addi(1).muli(0.5);
      case QUICK_GELU -> Transforms.exp(in.mul(-1.702)).addi(1).rdivi(1);
    };
  }

  @Override
  public void attention(
      Tensor qkv, Sequences sequences, int heads, boolean causal, Tensor out, Tensor logSumExp) {
    Nd4jAttention.forward(qkv, sequences, heads, causal, out, logSumExp);
  }

  @Override
  public void attentionBackward(
      Tensor dOut,
      Tensor qkv,
      Tensor out,
      Tensor logSumExp,
      Sequences sequences,
      int heads,
      boolean causal,
      Tensor dQkv) {
    Nd4jAttention.backward(dOut, qkv, out, logSumExp, sequences, heads, causal, dQkv);
  }

  @Override
  public void queryAttention(
      Tensor query,
      Tensor keyValue,
      Sequences sequences,
      int heads,
      Tensor out,
      Tensor probabilities) {
    Nd4jQueryAttention.forward(query, keyValue, sequences, heads, out, probabilities);
  }

  @Override
  public void queryAttentionBackward(
      Tensor dOut,
      Tensor query,
      Tensor keyValue,
      Tensor probabilities,
      Sequences sequences,
      int heads,
      Tensor dQuery,
      Tensor dKeyValue) {
    Nd4jQueryAttention.backward(
        dOut, query, keyValue, probabilities, sequences, heads, dQuery, dKeyValue);
  }

  @Override
  public void gatherRows(Tensor table, int[] index, Tensor out, boolean accumulate) {
    for (int r = 0; r < index.length; r++) {
      if (index[r] >= 0) {
        put(row(out, r), row(table, index[r]), accumulate);
      } else if (!accumulate) {
        row(out, r).assign(0);
      }
    }
  }

  @Override
  public void scatterAddRows(Tensor dOut, int[] index, Tensor dTable) {
    for (int r = 0; r < index.length; r++) {
      if (index[r] >= 0) {
        row(dTable, index[r]).addi(row(dOut, r));
      }
    }
  }

  private static INDArray row(Tensor t, int row) {
    return t.window(row, row + 1L, 0, t.columns());
  }

  @Override
  public void patchify(Tensor images, int patch, Tensor patches) {
    long batch = images.size(0);
    long channels = images.size(1);
    long down = images.size(2) / patch;
    long across = images.size(3) / patch;
    INDArray cut =
        images
            .array()
            .get(
                NDArrayIndex.all(),
                NDArrayIndex.all(),
                NDArrayIndex.interval(0, down * patch),
                NDArrayIndex.interval(0, across * patch))
            .dup('c')
            .reshape(batch, channels, down, patch, across, patch)
            .permute(0, 2, 4, 1, 3, 5)
            .dup('c');
    patches.matrix().assign(cut.reshape('c', patches.rows(), patches.columns()));
  }

  @Override
  public void normalizeRows(Tensor x, Tensor y, Tensor norms) {
    INDArray in = x.matrix();
    INDArray length = Transforms.max(Transforms.sqrt(in.mul(in).sum(1)), SMALLEST_NORM);
    norms.array().assign(length);
    y.matrix().assign(in.divColumnVector(length));
  }

  @Override
  public void normalizeRowsBackward(
      Tensor dy, Tensor y, Tensor norms, Tensor dx, boolean accumulate) {
    INDArray along = dy.matrix().mul(y.matrix()).sum(1);
    INDArray result =
        dy.matrix().sub(y.matrix().mulColumnVector(along)).diviColumnVector(norms.array());
    put(dx, result, accumulate);
  }

  @Override
  public void logSumExps(Tensor x, double[] rows, double[] columns) {
    INDArray values = x.matrix().castTo(DataType.DOUBLE);
    put(logSumExpOfRows(values), rows);
    put(logSumExpOfRows(values.transpose().dup('c')), columns);
  }

  private static INDArray vector(double[] values, INDArray like) {
    return Nd4j.createFromArray(values).castTo(like.dataType());
  }

  private static void put(INDArray from, double[] to) {
    System.arraycopy(from.toDoubleVector(), 0, to, 0, to.length);
  }

  static INDArray logSumExpOfRows(INDArray x) {
    INDArray largest = x.max(1);
    INDArray sum = Transforms.exp(x.subColumnVector(largest)).sum(1);
    return Transforms.log(sum).addi(largest);
  }

  @Override
  public void softmaxSum(
      Tensor logits, double[] rowLogSumExp, double[] columnLogSumExp, double factor) {
    // In double: what the sums were rounded to float by would be the error of all of a row.
    INDArray l = logits.matrix().castTo(DataType.DOUBLE);
    INDArray rows = Transforms.exp(l.subColumnVector(vector(rowLogSumExp, l)));
    INDArray columns = Transforms.exp(l.subRowVector(vector(columnLogSumExp, l)));
    logits.matrix().assign(rows.addi(columns).muli(factor));
  }

  @Override
  public int[] entriesReaching(Tensor x, double[] rowBounds, double[] columnBounds) {
    double[] rows = vector(rowBounds, x.array()).toDoubleVector();
    double[] columns = vector(columnBounds, x.array()).toDoubleVector();
    int n = x.columns();
    return IntStream.range(0, Math.toIntExact(x.length()))
        .filter(i -> x.get(i) >= rows[i / n] || x.get(i) >= columns[i % n])
        .toArray();
  }

  @Override
  public double[] entries(Tensor a, Tensor b, int[] which) {
    INDArray left = a.matrix().castTo(DataType.DOUBLE);
    INDArray right = b.matrix().castTo(DataType.DOUBLE);
    return Arrays.stream(which)
        .mapToDouble(
            i ->
                left.getRow(i / b.rows()).mul(right.getRow(i % b.rows())).sumNumber().doubleValue())
        .toArray();
  }

  @Override
  public void sigmoidGradient(Tensor logits, double factor, Tensor losses) {
    INDArray l = logits.matrix();
    INDArray small = Transforms.exp(Transforms.abs(l, true).negi());
    losses.array().assign(Transforms.max(l, 0).addi(log1p(small)).sum(1));
    l.assign(Transforms.exp(l.neg()).addi(1).rdivi(factor));
  }

  /** Of values that are not negative; ND4J's own loses the digits of small ones. */
  private static INDArray log1p(INDArray x) {
    INDArray sum = x.add(1);
    // What the addition rounded away, by the logarithm's slope there.
    INDArray lost = x.sub(sum.sub(1)).divi(sum);
    return Transforms.log(sum).addi(lost);
  }

  @Override
  public void addSums(Tensor x, double[] rows, double[] columns) {
    INDArray values = x.matrix().castTo(DataType.DOUBLE);
    add(values.sum(1), rows);
    add(values.sum(0), columns);
  }

  private static void add(INDArray sums, double[] to) {
    Arrays.setAll(to, i -> to[i] + sums.getDouble(i));
  }

  @Override
  public double dot(Tensor a, Tensor b) {
    INDArray left = a.matrix().castTo(DataType.DOUBLE);
    return left.mul(b.matrix().castTo(DataType.DOUBLE)).sumNumber().doubleValue();
  }

  @Override
  public void adamW(
      Tensor parameter,
      Tensor gradient,
      Tensor firstMoment,
      Tensor secondMoment,
      AdamWStep step,
      double gradientScale) {
    INDArray g = gradient.matrix().mul(gradientScale);
    INDArray p = parameter.matrix();
    INDArray m = firstMoment.matrix();
    INDArray v = secondMoment.matrix();
    p.muli(1 - step.learningRate() * step.weightDecay());
    m.muli(step.beta1()).addi(g.mul(1 - step.beta1()));
    v.muli(step.beta2()).addi(g.mul(g).muli(1 - step.beta2()));
    INDArray root = Transforms.sqrt(v.div(step.correction2())).addi(step.epsilon());
    p.subi(m.div(step.correction1()).divi(root).muli(step.learningRate()));
  }

  private static void put(Tensor target, INDArray value, boolean accumulate) {
    put(target.matrix(), value, accumulate);
  }

  private static void put(INDArray target, INDArray value, boolean accumulate) {
    if (accumulate) {
      target.addi(value);
    } else {
      target.assign(value);
    }
  }
}
