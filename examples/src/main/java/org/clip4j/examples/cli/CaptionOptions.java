package org.clip4j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clip4j.core.json.ConfigException;
import org.clip4j.data.loader.PairFields;
import org.clip4j.train.config.CaptionConfig;
import picocli.CommandLine.Option;

/** Where the captions of shards are, for commands that take the first one of each sample. */
final class CaptionOptions {

  private static final String BY_DEFAULT =
      " By default as in the run that made the model; of other models, ";

  @Option(
      names = "--caption-parts",
      paramLabel = "NAME",
      arity = "1..*",
      description =
          "Names of the parts that are captions, the first that a sample has."
              + BY_DEFAULT
              + "txt and json.")
  private List<String> parts = new ArrayList<>();

  @Option(
      names = "--json-keys",
      paramLabel = "KEY",
      arity = "1..*",
      description =
          "Keys of the caption in JSON, as caption or meta.caption; the first text under them"
              + " counts."
              + BY_DEFAULT
              + "caption.")
  private List<String> jsonKeys = new ArrayList<>();

  @Option(
      names = "--caption-lines",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      description =
          "Whether each line of a text is a caption of its own, of which the first counts."
              + BY_DEFAULT
              + "false.")
  private Boolean lines;

  /**
   * Where pictures and captions are: what options do not say is as in the run that made the model,
   * if one did.
   *
   * @param model as it was named
   * @throws ConfigException if a name cannot be one
   */
  PairFields fields(Path model) throws IOException {
    Optional<Path> run = Models.runConfig(model);
    CaptionConfig usual = run.isPresent() ? CaptionConfig.in(run.get()) : CaptionConfig.defaults();
    try {
      return new CaptionConfig(
              parts.isEmpty() ? usual.parts() : parts,
              jsonKeys.isEmpty() ? usual.jsonKeys() : jsonKeys,
              usual.everyPart(),
              lines == null ? usual.lines() : lines)
          .toFields();
    } catch (IllegalArgumentException e) {
      throw new ConfigException("--caption-parts, --json-keys: " + e.getMessage(), e);
    }
  }
}
