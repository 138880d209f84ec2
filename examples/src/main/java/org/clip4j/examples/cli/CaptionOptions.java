package org.clip4j.examples.cli;

import java.util.ArrayList;
import java.util.List;
import org.clip4j.core.json.ConfigException;
import org.clip4j.data.loader.PairFields;
import picocli.CommandLine.Option;

/** Where the captions of shards are, for commands that take the first one of each sample. */
final class CaptionOptions {

  @Option(
      names = "--caption-parts",
      paramLabel = "NAME",
      arity = "1..*",
      description =
          "Names of the parts that are captions, the first that a sample has; txt and json if none"
              + " is given.")
  private List<String> parts = new ArrayList<>();

  @Option(
      names = "--json-keys",
      paramLabel = "KEY",
      arity = "1..*",
      description =
          "Keys of the caption in JSON, as caption or meta.caption; the first text under them"
              + " counts. caption if none is given.")
  private List<String> jsonKeys = new ArrayList<>();

  /**
   * Where pictures and captions are.
   *
   * @throws ConfigException if a name cannot be one
   */
  PairFields fields() {
    PairFields usual = PairFields.DEFAULT;
    try {
      return new PairFields(
          usual.pictures(),
          parts.isEmpty() ? usual.captions() : parts,
          jsonKeys.isEmpty() ? usual.jsonKeys() : jsonKeys,
          false,
          false);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("--caption-parts, --json-keys: " + e.getMessage(), e);
    }
  }
}
