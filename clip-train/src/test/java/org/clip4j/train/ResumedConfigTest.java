package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clip4j.core.json.StrictReader;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumedConfigTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.seed=99      | train.seed is 99, expected 5",
        "train.batch=4      | train.batch is 4, expected 8",
        "optim.lr=0.1       | optim.lr is 0.1, expected 0.002",
        "data.shuffle_buffer=7 | data.shuffle_buffer is 7, expected 20",
        "data.caption.lines=true | data.caption.lines is true, expected false",
        "data.filter.min_side=3 | data.filter is {\"min_side\":3}, expected absent"
      })
  void whatChangesTheArithmeticIsNamed(String setting, String expected) throws IOException {
    RunConfig then = TinyRun.prepare(folder);
    RunConfig now = new TinyRuns(folder).with(setting.strip());
    assertEquals(Optional.of(expected.strip()), ResumedConfig.firstChange(then.tree(), now.tree()));
  }

  @Test
  void lengthLogAndDecodingThreadsAreFree() throws IOException {
    RunConfig then = TinyRun.prepare(folder);
    RunConfig now =
        new TinyRuns(folder)
            .with("train.steps=99", "train.threads=1", "log.every_steps=3", "data.threads=1");
    JsonNode read = StrictReader.parse(then.tree().toString(), "a checkpoint");
    assertEquals(Optional.empty(), ResumedConfig.firstChange(read, now.tree()));
  }

  /** Then all pairs were wanted, and captions were where they usually are. */
  @Test
  void aCheckpointFromBeforeThereWereFiltersIsTheSame() throws IOException {
    RunConfig now = TinyRun.prepare(folder);
    ObjectNode then = StrictReader.parse(now.tree().toString(), "a checkpoint");
    ((ObjectNode) then.get("data")).remove(List.of("filter", "caption"));
    assertEquals(Optional.empty(), ResumedConfig.firstChange(then, now.tree()));
  }
}
