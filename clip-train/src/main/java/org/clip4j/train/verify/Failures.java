package org.clip4j.train.verify;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What stopped a check, in one line. */
final class Failures {

  private Failures() {}

  static String describe(Throwable e) {
    if (e instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + reason(file);
    }
    boolean meant =
        e instanceof IOException
            || e instanceof IllegalArgumentException
            || e instanceof IllegalStateException;
    String message = meant && e.getMessage() != null ? e.getMessage() : e.toString();
    return message.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
  }

  private static String reason(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    return e instanceof AccessDeniedException ? "permission denied" : "cannot be read";
  }
}
