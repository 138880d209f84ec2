package org.clip4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Collectors;
import org.clip4j.data.loader.LoaderException;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Answers a command's failure with one line; with {@code --debug} the stack trace follows. */
final class Failures implements IExecutionExceptionHandler {

  /** Runs the command that was named; errors of the Java machine become failures like others. */
  static int run(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      throw failure(
          parsed,
          "out of memory: "
              + e.getMessage()
              + "; take a smaller batch, model or data.shuffle_buffer, or allow more, as in"
              + " CLIP4J_OPTS=-Xmx8g",
          e);
    } catch (LinkageError e) {
      throw failure(parsed, "a library is missing or does not fit this machine: " + e, e);
    }
  }

  private static ExecutionException failure(ParseResult parsed, String message, Error cause) {
    return new ExecutionException(
        parsed.commandSpec().commandLine(), message, new IllegalStateException(message, cause));
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    err.println("clip4j: " + describe(e));
    if (debug(command)) {
      e.printStackTrace(err);
    }
    err.flush();
    return ExitCode.SOFTWARE;
  }

  private static boolean debug(CommandLine command) {
    Object top = command.getCommandSpec().root().userObject();
    return top instanceof Clip4jCommand clip4j && clip4j.debug();
  }

  /** What failed, for a person: the library's own messages as they are, others explained. */
  static String describe(Throwable e) {
    if (e instanceof UncheckedIOException && e.getCause() != null) {
      return describe(e.getCause());
    }
    if (e instanceof FileSystemException file) {
      return oneLine(describe(file));
    }
    // What the library throws on purpose names the file, the key or the shape.
    boolean meant =
        e instanceof IOException
            || e instanceof IllegalArgumentException
            || e instanceof LoaderException
            || e instanceof IllegalStateException
            || e instanceof ArithmeticException;
    if (meant && e.getMessage() != null) {
      return oneLine(e.getMessage());
    }
    return oneLine(
        "unexpected failure, please report it with the stack trace that "
            + Clip4jCommand.DEBUG
            + " shows: "
            + e);
  }

  private static String describe(FileSystemException e) {
    if (e.getReason() != null) {
      return e.getMessage();
    }
    if (e instanceof NoSuchFileException) {
      return e.getFile() + ": no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return e.getFile() + ": permission denied";
    }
    if (e instanceof NotDirectoryException || e instanceof FileAlreadyExistsException) {
      return e.getFile() + ": is there, but is no folder";
    }
    return e.getFile() + ": " + e.getClass().getSimpleName().replace("Exception", "");
  }

  /** Messages may quote what came from outside: no line ends, no control characters. */
  static String oneLine(String message) {
    return message
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(" "))
        .replaceAll("\\p{Cntrl}", "?");
  }
}
