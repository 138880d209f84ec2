package org.clip4j.examples.emoji;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.clip4j.train.config.RunConfig;

/** How long the demo trains: each has its configuration, with a fixed number of steps. */
public enum DemoLength {
  /** A minute or so: enough to beat chance by far. */
  SHORT("demo-short.yaml"),
  /** Within ten minutes on two cores, all told. */
  NORMAL("demo.yaml"),
  /** About an hour on two cores. */
  LONG("demo-long.yaml");

  private final String resource;

  DemoLength(String resource) {
    this.resource = resource;
  }

  /** The configuration, with the shards of a data set filled in. */
  RunConfig config(EmojiDataset dataset) {
    try (InputStream in = DemoLength.class.getResourceAsStream(resource)) {
      String text =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .replace("@TRAIN@", dataset.shardPattern(Split.TRAIN))
              .replace("@HELD_OUT@", dataset.shardPattern(Split.HELD_OUT));
      return RunConfig.parse(text, resource);
    } catch (IOException e) {
      throw new UncheckedIOException("The bundled " + resource + " cannot be read", e);
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
