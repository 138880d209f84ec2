package org.clip4j.core.io;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The element types of the safetensors format.
 *
 * <p>The order of the constants is the reference implementation's, by rising alignment: the writer
 * lays the last of them first.
 */
public enum Dtype {
  /** One byte, 0 or 1. */
  BOOL(8, DataType.BOOL, DataType.BOOL),
  /** 4-bit float of the OCP microscaling formats. */
  F4(4),
  /** 6-bit float of the OCP microscaling formats, 2 bits of exponent. */
  F6_E2M3(6),
  /** 6-bit float of the OCP microscaling formats, 3 bits of exponent. */
  F6_E3M2(6),
  /** Unsigned byte. */
  U8(8, DataType.UBYTE, DataType.UBYTE),
  /** Signed byte. */
  I8(8, DataType.BYTE, DataType.BYTE),
  /** 8-bit float, 5 bits of exponent. */
  F8_E5M2(8),
  /** 8-bit float, 4 bits of exponent. */
  F8_E4M3(8),
  /** 8-bit power of two, the scale of the OCP microscaling formats. */
  F8_E8M0(8),
  /** 8-bit float without negative zero, 4 bits of exponent. */
  F8_E4M3FNUZ(8),
  /** 8-bit float without negative zero, 5 bits of exponent. */
  F8_E5M2FNUZ(8),
  /** Signed 16-bit integer. */
  I16(16, DataType.SHORT, DataType.SHORT),
  /** Unsigned 16-bit integer. */
  U16(16, DataType.UINT16, DataType.UINT16),
  /** IEEE 754 binary16; read as FLOAT, which holds each of its values. */
  F16(16, DataType.HALF, DataType.FLOAT),
  /** The upper half of a binary32; read as FLOAT, which holds each of its values. */
  BF16(16, DataType.BFLOAT16, DataType.FLOAT),
  /** Signed 32-bit integer. */
  I32(32, DataType.INT, DataType.INT),
  /** Unsigned 32-bit integer. */
  U32(32, DataType.UINT32, DataType.UINT32),
  /** IEEE 754 binary32. */
  F32(32, DataType.FLOAT, DataType.FLOAT),
  /** Complex number of two binary32. */
  C64(64),
  /** IEEE 754 binary64. */
  F64(64, DataType.DOUBLE, DataType.DOUBLE),
  /** Signed 64-bit integer. */
  I64(64, DataType.LONG, DataType.LONG),
  /** Unsigned 64-bit integer. */
  U64(64, DataType.UINT64, DataType.UINT64);

  private final int bits;
  private final Optional<DataType> writtenFrom;
  private final Optional<DataType> readAs;

  Dtype(int bits) {
    this.bits = bits;
    this.writtenFrom = Optional.empty();
    this.readAs = Optional.empty();
  }

  Dtype(int bits, DataType writtenFrom, DataType readAs) {
    this.bits = bits;
    this.writtenFrom = Optional.of(writtenFrom);
    this.readAs = Optional.of(readAs);
  }

  /** Size of one element in bits. */
  public int bits() {
    return bits;
  }

  /** The type of an array read from such a tensor; empty if ND4J has none that holds its values. */
  public Optional<DataType> arrayType() {
    return readAs;
  }

  /** The type that arrays of {@code type} are written as; empty if the format has none. */
  public static Optional<Dtype> of(DataType type) {
    for (Dtype dtype : values()) {
      if (dtype.writtenFrom.isPresent() && dtype.writtenFrom.get() == type) {
        return Optional.of(dtype);
      }
    }
    return Optional.empty();
  }

  /** The constant of that name, exactly as the format spells it. */
  static Optional<Dtype> named(String name) {
    for (Dtype dtype : values()) {
      if (dtype.name().equals(name)) {
        return Optional.of(dtype);
      }
    }
    return Optional.empty();
  }
}
