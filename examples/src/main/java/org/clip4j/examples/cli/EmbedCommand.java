package org.clip4j.examples.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.data.loader.ManifestSizes;
import org.clip4j.data.loader.PairFields;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.ShardPattern;
import org.clip4j.encoders.ClipModel;
import org.clip4j.examples.embed.FeatureExtractor;
import org.clip4j.examples.embed.FeatureTable;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip4j embed}: pictures, texts or pairs to embeddings in a file. */
@Command(
    name = "embed",
    description = {
      "Embeds pictures, texts or the pairs of shards.",
      "FILE gets image_features and text_features, as far as there are such, each [rows, embed_dim]"
          + " with rows of unit length: the product of two rows is their similarity. It is a"
          + " safetensors file or NumPy's, as its name ends; the latter holds one tensor, so that"
          + " of pairs there are two, X.image_features.npy and X.text_features.npy. Beside it"
          + " FILE.keys.txt names the rows, one a line: paths, texts or the samples' keys. Pictures"
          + " that cannot be read are named and left out."
    },
    footer = {
      "",
      "Examples:",
      "  clip4j embed --model runs/pets --images photos/*.jpg --out p.safetensors",
      "  clip4j embed --model runs/pets --texts captions.txt --out t.npy",
      "  clip4j embed --model runs/pets --shards val-{00..07}.tar --out v.safetensors"
    })
final class EmbedCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "Folder of a model, or of a run.")
  private Path model;

  @Mixin private CaptionOptions captions;

  @Mixin private S3Options s3;

  @ArgGroup(multiplicity = "1")
  private What what;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The file to write; ends in .safetensors or .npy.")
  private Path out;

  /** One of three. */
  static final class What {
    @Option(
        names = "--images",
        paramLabel = "FILE",
        arity = "1..*",
        required = true,
        description = "JPEG, PNG, WebP, GIF or BMP pictures.")
    private List<Path> images;

    @Option(
        names = "--texts",
        paramLabel = "FILE",
        required = true,
        description = "A text a line, in UTF-8; - for standard input.")
    private Path texts;

    @Option(
        names = "--shards",
        paramLabel = "SHARDS",
        arity = "1..*",
        required = true,
        description =
            "Shards of pairs, files or URLs; braces are expanded, as in val-{000..003}.tar.")
    private List<String> shards;

    String unit() {
      return images != null ? "pictures" : texts != null ? "texts" : "pairs";
    }
  }

  @Override
  public Integer call() throws IOException {
    FeatureTable.checkName(out);
    PairFields fields = captions.fields(model);
    // Read first: a missing file is to be said before the model is read.
    Optional<List<String>> texts =
        what.texts == null ? Optional.empty() : Optional.of(lines(what.texts));
    long max = texts.map(List::size).orElse(what.images == null ? -1 : what.images.size());
    try (ClipModel loaded = Models.read(model);
        FeatureTable table = new FeatureTable()) {
      try (CountingBar bar = new CountingBar("embed", what.unit(), 0, max);
          FeatureExtractor extractor =
              new FeatureExtractor(loaded, KernelSelector.of(DataType.FLOAT), bar)) {
        if (texts.isPresent()) {
          extractor.texts(texts.get(), table);
        } else if (what.images != null) {
          extractor.pictures(what.images, table);
        } else {
          List<String> shards = ShardPattern.expandAll(what.shards);
          ShardSources source = s3.sources();
          ManifestSizes.sayOthers(shards, source);
          extractor.pairs(shards, source, fields, table);
        }
      }
      FeatureTable.Written written = table.write(out);
      String files =
          written.features().stream().map(Path::toString).collect(Collectors.joining(" and "));
      PrintWriter print = spec.commandLine().getOut();
      print.println(
          Counted.of(table.rows(), what.unit())
              + " in "
              + files
              + ", their keys in "
              + written.keys());
      if (max > table.rows()) {
        print.println((max - table.rows()) + " left out; the log names them");
      }
      print.flush();
    }
    return ExitCode.OK;
  }

  private static List<String> lines(Path file) throws IOException {
    List<String> texts = new ArrayList<>();
    try (InputStream in = file.toString().equals("-") ? System.in : Files.newInputStream(file)) {
      Lines lines = new Lines(new BufferedInputStream(in), file.toString());
      for (Optional<String> line = lines.nextStrict();
          line.isPresent();
          line = lines.nextStrict()) {
        texts.add(line.get());
      }
    }
    return texts;
  }
}
