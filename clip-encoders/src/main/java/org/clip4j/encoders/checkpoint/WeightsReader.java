package org.clip4j.encoders.checkpoint;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.clip4j.core.io.Dtype;
import org.clip4j.core.io.SafetensorsSet;
import org.clip4j.core.io.TensorInfo;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the tensors of a folder and the parameters of a model together. */
final class WeightsReader {

  private static final Logger LOG = LoggerFactory.getLogger(WeightsReader.class);

  /** Buffers that real checkpoints carry beside the parameters, by the last part of their names. */
  private static final Set<String> BUFFERS =
      Set.of("attn_mask", "position_ids", "input_resolution", "context_length", "vocab_size");

  /** Names from outside may be of any length. */
  private static final int LONGEST_NAME = 200;

  private static final Set<Dtype> FLOATING = Set.of(Dtype.F64, Dtype.F32, Dtype.F16, Dtype.BF16);

  private final SafetensorsSet files;
  private final Layout layout;
  private final ParameterSet parameters;

  WeightsReader(SafetensorsSet files, Layout layout, ParameterSet parameters) {
    this.files = files;
    this.layout = layout;
    this.parameters = parameters;
  }

  /** Names, shapes and types, from the headers alone. */
  void check() {
    Set<String> leftOver = new TreeSet<>(files.tensors().keySet());
    leftOver.removeIf(name -> BUFFERS.contains(name.substring(name.lastIndexOf('.') + 1)));
    for (Parameter p : parameters.all()) {
      for (Piece piece : layout.pieces(p.name())) {
        checkPiece(p, piece);
        leftOver.remove(piece.tensor());
      }
    }
    if (!leftOver.isEmpty()) {
      String name = leftOver.iterator().next();
      String shown = name.substring(0, Math.min(name.length(), LONGEST_NAME));
      throw new IllegalArgumentException(
          files.file(name)
              + ": the model has no parameter called "
              + shown.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?")
              + "; is this another model's checkpoint?");
    }
  }

  private void checkPiece(Parameter p, Piece piece) {
    TensorInfo info = files.tensors().get(piece.tensor());
    if (info == null) {
      throw new IllegalArgumentException(
          files.source()
              + ": the tensor "
              + piece.tensor()
              + " is missing; is this another model's checkpoint?");
    }
    if (!FLOATING.contains(info.dtype())) {
      throw refused(info, "is " + info.dtype() + ", expected one of F32, F16, BF16, F64");
    }
    if (!piece.fits(info.shape(), p.shape())) {
      String problem =
          "is "
              + Arrays.toString(info.shape())
              + ", the model needs "
              + Arrays.toString(piece.shape(p.shape()));
      if (!Positions.areMeant(p)) {
        throw refused(info, problem + "; is this another model's checkpoint?");
      }
      try {
        Positions.requireResizable(p, info.shape(), elements());
      } catch (IllegalArgumentException e) {
        throw refused(info, problem + ", and it cannot be resized: " + e.getMessage());
      }
    }
  }

  private long elements() {
    return files.tensors().values().stream().mapToLong(TensorInfo::elements).sum();
  }

  /** Reads every value; the tensors have been checked. */
  void read() throws IOException {
    for (Parameter p : parameters.all()) {
      for (Piece piece : layout.pieces(p.name())) {
        readPiece(p, piece);
      }
    }
  }

  private void readPiece(Parameter p, Piece piece) throws IOException {
    TensorInfo info = files.tensors().get(piece.tensor());
    Tensor dest = piece.of(p.value());
    boolean sameShape = Arrays.equals(info.shape(), dest.shape());
    boolean sameType = info.dtype().arrayType().filter(t -> t == dest.type()).isPresent();
    if (sameShape && sameType && !piece.transposed()) {
      files.readInto(piece.tensor(), dest.array());
      requireFinite(info, dest);
      return;
    }
    try (INDArray read = files.read(piece.tensor())) {
      requireFinite(info, Tensor.of(read));
      if (piece.fits(info.shape(), p.shape())) {
        assign(dest, piece.transposed() ? read.transpose() : read);
      } else {
        LOG.info(
            "{}: {} is resized from {} to {} positions",
            files.file(piece.tensor()),
            piece.tensor(),
            info.shape()[0],
            dest.size(0));
        Positions.resize(Tensor.of(read), dest, p);
      }
    }
  }

  private static void assign(Tensor dest, INDArray values) {
    if (dest.rank() == 0) {
      dest.set(0, values.getDouble(0));
      return;
    }
    INDArray typed = values.castTo(dest.type());
    dest.array().assign(typed);
    if (typed != values) {
      typed.close();
    }
  }

  private void requireFinite(TensorInfo info, Tensor values) {
    long at = Finite.firstNot(values);
    if (at >= 0) {
      throw refused(
          info,
          "value "
              + at
              + " is "
              + values.get(at)
              + ": the checkpoint is of a run that diverged, or damaged");
    }
  }

  private IllegalArgumentException refused(TensorInfo info, String problem) {
    return new IllegalArgumentException(
        files.file(info.name()) + ": " + info.name() + " " + problem);
  }
}
