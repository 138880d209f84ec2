package org.clip4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.clip4j.examples.pack.Columns;
import org.clip4j.examples.pack.PackOptions;
import org.clip4j.examples.pack.PackResult;
import org.clip4j.examples.pack.PicturePacker;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code clip4j pack}: a folder of pictures with a table of captions, into shards. */
@Command(
    name = "pack",
    description = {
      "Packs a folder of pictures and a table of their captions into WebDataset shards, which"
          + " train, eval and embed read.",
      "Rows that cannot be used (no such file, not a picture, no caption, not UTF-8, a path that"
          + " leaves the folder) are skipped, counted and listed in"
          + " DIR/NAME-skipped.tsv."
    },
    footer = {
      "",
      "Example:",
      "  clip4j pack --images photos --captions photos/captions.csv --out shards",
      "where captions.csv begins with",
      "  filepath,title",
      "  beach/0001.jpg,\"a dog running on a beach, at dusk\""
    })
final class PackCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      required = true,
      description = "Folder of JPEG, PNG, WebP, GIF or BMP pictures; paths count from it.")
  private Path images;

  @Option(
      names = "--captions",
      paramLabel = "FILE",
      required = true,
      description = "Table in UTF-8: .csv or .tsv with a first row of names, or .jsonl.")
  private Path captions;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where the shards go; made if it is not there.")
  private Path out;

  @Option(
      names = "--prefix",
      paramLabel = "NAME",
      defaultValue = "pairs",
      description =
          "The shards are NAME-000000.tar, NAME-000001.tar, ... (${DEFAULT-VALUE}); sets of"
              + " different names may share a folder.")
  private String prefix;

  @Option(
      names = "--image-column",
      paramLabel = "NAME",
      description = "Column of the picture's path; else filepath, file_name, image or the like.")
  private String imageColumn;

  @Option(
      names = "--caption-column",
      paramLabel = "NAME",
      description = "Column of the caption; else title, caption or text.")
  private String captionColumn;

  @Option(
      names = "--per-shard",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Most pairs in a shard (${DEFAULT-VALUE}; for large sets 10000).")
  private int perShard;

  @Option(
      names = "--no-verify",
      description = "Do not decode each picture once to find the broken ones now.")
  private boolean noVerify;

  @Override
  public Integer call() throws IOException {
    if (perShard < 1) {
      throw new ParameterException(
          spec.commandLine(), "--per-shard " + perShard + ": expected 1 or more");
    }
    PackOptions options =
        new PackOptions(
            images,
            captions,
            out,
            prefix,
            new Columns(Optional.ofNullable(imageColumn), Optional.ofNullable(captionColumn)),
            perShard,
            !noVerify);
    PackResult result;
    try (CountingBar bar = new CountingBar("pack", "pictures", 0, -1)) {
      result = PicturePacker.pack(options, bar);
    }
    return report(result);
  }

  private int report(PackResult result) throws IOException {
    PrintWriter print = spec.commandLine().getOut();
    print.println(
        Counted.of(result.pairs(), "pairs")
            + " in "
            + Counted.of(result.shards().size(), "shards")
            + " in "
            + out);
    if (result.skipped() > 0) {
      print.println(
          Counted.of(result.skipped(), "rows")
              + " skipped ("
              + result.reasons()
              + "); each is named in "
              + result.list());
    }
    print.flush();
    if (result.pairs() == 0) {
      throw new IOException(
          captions + ": no usable pair" + (result.skipped() == 0 ? "; it has no rows" : ""));
    }
    return ExitCode.OK;
  }
}
