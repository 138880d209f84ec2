package org.clip4j.core.io;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A safetensors file that cannot be read or written. The message is one line: the file, the tensor
 * where there is one, what is wrong and what was expected.
 */
public final class SafetensorsException extends IOException {

  private static final long serialVersionUID = 1L;

  SafetensorsException(Path file, String problem) {
    super(file + ": " + problem);
  }

  SafetensorsException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }

  static SafetensorsException tensor(Path file, String name, String problem) {
    return new SafetensorsException(file, "tensor " + Text.quote(name) + ": " + problem);
  }
}
