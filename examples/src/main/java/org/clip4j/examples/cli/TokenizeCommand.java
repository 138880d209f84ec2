package org.clip4j.examples.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.clip4j.data.tokenizer.ClipTokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code clip4j tokenize}: lines in, one JSON array of ids a line out. */
@Command(
    name = "tokenize",
    description = {
      "Turns lines of text into CLIP's token ids: each line of standard input (UTF-8) gives one"
          + " JSON array on standard output, at once.",
      "Without options these are the ids of the text alone, uncut, as open_clip's"
          + " tokenizer.encode(text) gives them. With --context they are what the text encoder"
          + " reads: start, text, end (49406 ... 49407), cut to that length; with --padded filled"
          + " up with zeros, as open_clip's tokenizer([text])."
    },
    footer = {
      "",
      "Examples:",
      "  echo 'a photo of a cat' | clip4j tokenize",
      "  [320,1125,539,320,2368]",
      "  echo 'a photo of a cat' | clip4j tokenize --context 9 --padded",
      "  [49406,320,1125,539,320,2368,49407,0,0]"
    })
final class TokenizeCommand implements Callable<Integer> {

  private static final int CLIP_CONTEXT = 77;

  @Spec private CommandSpec spec;

  @Option(
      names = "--context",
      paramLabel = "N",
      description = "Start and end added, cut to N ids (2 or more; CLIP's models have 77).")
  private Integer context;

  @Option(
      names = "--padded",
      description = "Start and end added, filled up with zeros to N ids (77 without --context).")
  private boolean padded;

  @Override
  public Integer call() throws IOException {
    if (context != null && (context < 2 || context > Lines.MAX_BYTES)) {
      throw new ParameterException(
          spec.commandLine(),
          "--context " + context + ": expected 2 or more, room for the start and the end");
    }
    ClipTokenizer tokenizer = ClipTokenizer.openAi();
    PrintWriter out = spec.commandLine().getOut();
    Lines lines = new Lines(new BufferedInputStream(System.in), "standard input");
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      out.print(json(ids(tokenizer, line.get())) + "\n");
      // Flushes too: a program may wait for this answer before it sends the next line.
      if (out.checkError()) {
        throw new IOException("standard output was closed at line " + lines.number());
      }
    }
    return ExitCode.OK;
  }

  private int[] ids(ClipTokenizer tokenizer, String text) {
    if (padded) {
      return tokenizer.padded(text, context == null ? CLIP_CONTEXT : context);
    }
    return context == null ? tokenizer.encode(text) : tokenizer.tokenize(text, context);
  }

  private static String json(int[] ids) {
    return Arrays.stream(ids)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }
}
