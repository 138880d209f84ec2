package org.clip4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.examples.pack.Columns;
import org.clip4j.examples.pack.FetchLimits;
import org.clip4j.examples.pack.PackOptions;
import org.clip4j.examples.pack.PackResult;
import org.clip4j.examples.pack.PictureForm;
import org.clip4j.examples.pack.PicturePacker;
import org.clip4j.examples.pack.ShardBounds;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code clip4j pack}: pictures and their captions, into shards. */
@Command(
    name = "pack",
    description = {
      "Packs pictures and their captions into WebDataset shards, which train, eval and embed read.",
      "Pictures are files of a folder or URLs; captions come from a table, from COCO's captions, or"
          + " from a text file beside each picture. Rows that cannot be used (no such file, not a"
          + " picture, no caption, not UTF-8, a path that leaves the folder, a server that does not"
          + " give it) are skipped, counted and listed in DIR/NAME-skipped.tsv. DIR/manifest.json"
          + " tells each shard's samples, bytes and SHA-256.",
      "What was stopped or killed goes on when the same command is given again, and ends in the"
          + " same bytes."
    },
    footer = {
      "",
      "Examples:",
      "  clip4j pack --images photos --captions photos/captions.csv --out shards",
      "  clip4j pack --images val2017 --captions captions_val2017.json --out shards",
      "  clip4j pack --captions urls.parquet --out shards --resize 256",
      "  clip4j pack --images pairs --out shards",
      "where captions.csv begins with",
      "  filepath,title",
      "  beach/0001.jpg,\"a dog running on a beach, at dusk\"",
      "and pairs has a.jpg and a.txt, b.png and b.txt, ..."
    })
final class PackCommand implements Callable<Integer> {

  private static final int MEGABYTE = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Folder of JPEG, PNG, WebP, GIF or BMP pictures; paths count from it. Not needed where"
              + " all pictures are URLs.")
  private Optional<Path> images = Optional.empty();

  @Option(
      names = "--captions",
      paramLabel = "FILE",
      description =
          "Table in UTF-8: .csv or .tsv with a first row of names, .jsonl, or .parquet; or COCO's"
              + " captions, .json. Without it, each picture's caption is the .txt file of its name"
              + " beside it.")
  private Optional<Path> captions = Optional.empty();

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
      description =
          "Column of the picture's path or URL; else filepath, file_name, image, url or the like.")
  private Optional<String> imageColumn = Optional.empty();

  @Option(
      names = "--caption-column",
      paramLabel = "NAME",
      description = "Column of the caption; else title, caption, text or captions.")
  private Optional<String> captionColumn = Optional.empty();

  @Option(
      names = {"--shard-size", "--per-shard"},
      paramLabel = "N",
      description = "Most pairs in a shard (1000, or without end with --shard-mb).")
  private Optional<Integer> shardSize = Optional.empty();

  @Option(
      names = "--shard-mb",
      paramLabel = "MB",
      description = "Most megabytes (of 1,000,000 bytes) in a shard (1074).")
  private Optional<Integer> shardMegabytes = Optional.empty();

  @Option(
      names = "--resize",
      paramLabel = "N",
      description =
          "Make larger pictures smaller, so that their shorter side has N pixels; none is made"
              + " larger. Those that are small enough, and all without this, are copied byte for"
              + " byte.")
  private Optional<Integer> resize = Optional.empty();

  @Option(
      names = "--encode",
      paramLabel = "KIND",
      description =
          "How resized pictures are written: jpg or png; else jpg, and png where there is alpha.")
  private Optional<PictureForm.Encoding> encoding = Optional.empty();

  @Option(
      names = "--quality",
      paramLabel = "Q",
      description = "JPEG quality of resized pictures, 1 to 100 (95).")
  private Optional<Integer> quality = Optional.empty();

  @Option(
      names = "--no-verify",
      description = "Do not decode each picture once to find the broken ones now.")
  private boolean noVerify;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that read, decode and resize (one a processor); any number gives the same"
              + " shards.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Pictures fetched from servers at once (32).")
  private int connections = FetchLimits.DEFAULT.connections();

  @Option(
      names = "--per-host",
      paramLabel = "N",
      description = "The most of these from one host (8).")
  private int perHost = FetchLimits.DEFAULT.perHost();

  @Option(
      names = "--attempts",
      paramLabel = "N",
      description = "How often a server that fails is asked for a picture (3).")
  private int attempts = FetchLimits.DEFAULT.attempts();

  @Option(
      names = "--failures-in-a-row",
      paramLabel = "N",
      description =
          "Rows one after the other whose servers failed, at which packing stops, to go on when"
              + " they are back (100); 0 for never.")
  private int failuresInARow = FetchLimits.DEFAULT.failuresInARow();

  @Override
  public Integer call() throws IOException {
    PackOptions options = options();
    AtomicBoolean stop = new AtomicBoolean();
    PackResult result;
    try (CountingBar bar = new CountingBar("pack", "rows", 0, -1);
        StopSignals signals = new StopSignals()) {
      signals.listen(() -> stop.set(true), "Stopping; the same command goes on");
      result =
          PicturePacker.pack(
              options,
              (rows, of) -> {
                bar.expect(of);
                bar.accept(rows);
              },
              stop::get);
      report(result);
      if (result.end() == PackResult.End.STOPPED) {
        return signals.exitCode(false);
      }
    }
    if (result.pairs() == 0) {
      throw new IOException(
          captions.or(() -> images).orElseThrow()
              + ": no usable pair"
              + (result.skipped() == 0 ? "; it has no rows" : ""));
    }
    return ExitCode.OK;
  }

  private PackOptions options() {
    if (images.isEmpty() && captions.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "name --images, --captions or both: what is there to pack?");
    }
    atLeastOne("--shard-size", shardSize.orElse(1));
    atLeastOne("--shard-mb", shardMegabytes.orElse(1));
    atLeastOne("--threads", threads);
    atLeastOne("--connections", connections);
    atLeastOne("--per-host", perHost);
    atLeastOne("--attempts", attempts);
    if (failuresInARow < 0) {
      throw new ParameterException(
          spec.commandLine(), "--failures-in-a-row " + failuresInARow + ": expected 0 or more");
    }
    onlyResized("--encode", encoding);
    onlyResized("--quality", quality);
    int samples =
        shardSize.orElse(
            shardMegabytes.isPresent() ? Integer.MAX_VALUE : ShardBounds.DEFAULT.samples());
    long bytes = shardMegabytes.map(mb -> (long) mb * MEGABYTE).orElse(ShardBounds.DEFAULT.bytes());
    return new PackOptions(
        images,
        captions,
        out,
        prefix,
        new Columns(imageColumn, captionColumn),
        new ShardBounds(samples, bytes),
        new PictureForm(!noVerify, resize, encoding, quality.orElse(PictureForm.COPIED.quality())),
        threads,
        FetchLimits.DEFAULT.with(connections, perHost, attempts).stoppingAfter(failuresInARow));
  }

  private void onlyResized(String option, Optional<?> value) {
    if (resize.isEmpty() && value.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), option + " is for pictures that are resized; add --resize N");
    }
  }

  private void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " " + value + ": expected 1 or more");
    }
  }

  private void report(PackResult result) {
    PrintWriter print = spec.commandLine().getOut();
    print.println(
        Counted.of(result.pairs(), "pairs")
            + " in "
            + Counted.of(result.shards().size(), "shards")
            + " in "
            + out
            + switch (result.end()) {
              case DONE -> ", told by " + ShardManifest.FILE;
              case DONE_BEFORE -> ", all of them packed before";
              case STOPPED -> " so far; the same command goes on";
            });
    if (result.skipped() > 0) {
      print.println(
          Counted.of(result.skipped(), "rows")
              + " skipped ("
              + result.reasons()
              + "); each is named in "
              + result.list());
    }
    print.flush();
  }
}
