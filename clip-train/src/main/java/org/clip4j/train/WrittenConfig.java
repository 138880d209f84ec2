package org.clip4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.clip4j.core.json.ConfigException;
import org.clip4j.train.config.RunConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration in a run's folder. Where a run goes on by another one, the one before stays
 * beside it under the name of the step up to which it counted.
 */
final class WrittenConfig {

  private static final Logger LOG = LoggerFactory.getLogger(WrittenConfig.class);

  private WrittenConfig() {}

  /**
   * Writes it.
   *
   * @param config whose paths count from the run's folder
   * @param step updates made
   */
  static void write(RunConfig config, RunFolder folder, long step) throws IOException {
    Path file = folder.config();
    if (step > 0 && Files.exists(file) && !isSame(file, config, folder)) {
      Path before = folder.configUntil(step);
      RunFile.write(before, () -> Files.copy(file, before, StandardCopyOption.REPLACE_EXISTING));
      LOG.info("{} is the configuration up to step {}", before, step);
    }
    RunFile.write(file, () -> config.write(file));
  }

  private static boolean isSame(Path file, RunConfig config, RunFolder folder) throws IOException {
    try {
      // As texts: a number read from a file and one of a record are then the same.
      RunConfig before = RunConfig.read(file, List.of());
      return before.movedTo(folder.root(), folder.root()).text().equals(config.text());
    } catch (ConfigException e) {
      return false;
    }
  }
}
