package org.clip4j.core.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads and writes safetensors files.
 *
 * <p>Types: F64 is DOUBLE, F32 FLOAT, I64 LONG, I32 INT, I16 SHORT, I8 BYTE, U8 UBYTE, U16, U32 and
 * U64 UINT16, UINT32 and UINT64, BOOL BOOL. F16 and BF16 are read as FLOAT, exactly, and written
 * from HALF and BFLOAT16.
 */
public final class Safetensors {

  private Safetensors() {}

  /**
   * Reads a whole file.
   *
   * @throws SafetensorsException if the file is not sound, or does not fit JavaCPP's memory limits;
   *     nothing is allocated then
   * @throws IOException if the file cannot be read
   */
  public static SafetensorsFile read(Path file) throws IOException {
    return read(file, name -> true);
  }

  /**
   * Reads the tensors whose names are wanted; the bytes of the others are not touched.
   *
   * @param wanted asked once for each tensor, in the order of their bytes in the file
   * @throws SafetensorsException as for {@link #read(Path)}
   * @throws IOException if the file cannot be read
   */
  public static SafetensorsFile read(Path file, Predicate<String> wanted) throws IOException {
    try (FileChannel channel = TensorFile.open(file)) {
      SafetensorsHeader header = SafetensorsHeader.read(file, channel);
      TensorReader reader = new TensorReader(file, channel);
      List<TensorInfo> chosen = new ArrayList<>();
      long bytes = 0;
      for (TensorInfo info : header.tensors().values()) {
        if (wanted.test(info.name())) {
          chosen.add(info);
          bytes += reader.arrayBytes(info);
        }
      }
      NativeMemory.requireRoom(file, "the tensors", bytes);
      Map<String, INDArray> tensors = new LinkedHashMap<>();
      try {
        for (TensorInfo info : chosen) {
          tensors.put(info.name(), reader.read(info));
        }
      } catch (IOException | RuntimeException e) {
        tensors.values().forEach(INDArray::close);
        throw e;
      }
      return new SafetensorsFile(tensors, header.metadata());
    }
  }

  /**
   * Reads one tensor into a new array.
   *
   * @param info the tensor, from {@link SafetensorsHeader#read} of the same file
   * @throws SafetensorsException if the file no longer holds it, ND4J has no such type, or the
   *     array does not fit JavaCPP's memory limits
   * @throws IOException if the file cannot be read
   */
  public static INDArray readTensor(Path file, TensorInfo info) throws IOException {
    try (FileChannel channel = TensorFile.open(file)) {
      TensorReader reader = new TensorReader(file, channel);
      NativeMemory.requireRoom(file, info.toString(), reader.arrayBytes(info));
      return reader.read(info);
    }
  }

  /**
   * Reads one tensor into memory that is already there, a parameter for instance.
   *
   * @param info the tensor, from {@link SafetensorsHeader#read} of the same file
   * @param dest an array of the same shape, of the type that {@link Dtype#arrayType()} names,
   *     row-major without gaps; it may be a view. If the file ends early, it is left half filled
   * @throws SafetensorsException if shape or type differ, or the file no longer holds the tensor
   * @throws IllegalArgumentException if {@code dest} is not row-major without gaps
   * @throws IOException if the file cannot be read
   */
  public static void readInto(Path file, TensorInfo info, INDArray dest) throws IOException {
    try (FileChannel channel = TensorFile.open(file)) {
      new TensorReader(file, channel).readInto(info, dest);
    }
  }

  /**
   * Writes tensors to a file, in place of one that may be there. The bytes depend on the arguments
   * only, not on the order of the maps: tensors lie as the reference implementation puts them, by
   * falling alignment of their type, then by name.
   *
   * <p>The file is written aside, forced to disk and renamed: if anything fails, an old file is
   * untouched and nothing new is left. Beyond the arrays, memory is needed for one of them at most,
   * and only if it is not row-major.
   *
   * @param tensors the arrays, of any shape, order or view
   * @param metadata the file's {@code __metadata__}; left out if empty
   * @throws SafetensorsException if the format has no such type or name, or the file cannot be
   *     written, for want of space for instance
   * @throws IOException if the folder cannot be written to
   */
  public static void write(Path file, Map<String, INDArray> tensors, Map<String, String> metadata)
      throws IOException {
    new SafetensorsWriter(file, tensors, metadata, Optional.empty()).write();
  }

  /**
   * Writes tensors as {@link #write(Path, Map, Map)} does, with FLOAT and DOUBLE arrays rounded to
   * the nearest value of another type, ties to even; DOUBLE goes to 16 bits by way of FLOAT.
   *
   * @param floats F64, F32, F16 or BF16
   * @throws SafetensorsException also if a finite value is too large for the type
   */
  public static void write(
      Path file, Map<String, INDArray> tensors, Map<String, String> metadata, Dtype floats)
      throws IOException {
    new SafetensorsWriter(file, tensors, metadata, Optional.of(floats)).write();
  }
}
