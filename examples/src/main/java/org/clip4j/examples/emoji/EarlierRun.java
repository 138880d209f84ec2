package org.clip4j.examples.emoji;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes room for a new demo without losing what the one before left. */
final class EarlierRun {

  private static final Logger LOG = LoggerFactory.getLogger(EarlierRun.class);

  /** All that a run writes; the pairs stay, for the next run takes them as they are. */
  private static final String LEFT =
      "{config.yaml,config-until-*.yaml,versions.jsonl,metrics.jsonl,quarantine.jsonl,eval.json,"
          + "report.html,checkpoints,tensorboard,non-finite}";

  private EarlierRun() {}

  /**
   * Moves an earlier run's files into the first free {@code earlier-N}; does nothing where there
   * are none.
   */
  static void setAside(Path out) throws IOException {
    List<Path> left = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(out, LEFT)) {
      files.forEach(left::add);
    }
    if (left.isEmpty()) {
      return;
    }
    int number = 1;
    while (Files.exists(out.resolve("earlier-" + number))) {
      number++;
    }
    Path aside = Files.createDirectory(out.resolve("earlier-" + number));
    for (Path file : left) {
      Files.move(file, aside.resolve(file.getFileName()));
    }
    LOG.info("What an earlier demo left is now in {}", aside);
  }
}
