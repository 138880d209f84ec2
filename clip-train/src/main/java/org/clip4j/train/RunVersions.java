package org.clip4j.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clip4j.core.Version;
import org.clip4j.train.report.Provenance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run was begun with and each time gone on with: versions, arithmetic and data, a JSON
 * object a line. It is there before the first step.
 */
final class RunVersions {

  private static final Logger LOG = LoggerFactory.getLogger(RunVersions.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What checkpoints do not tell, so that it is compared here. */
  private static final List<String> COMPARED = List.of("clip4j", "java", "os", "nd4j", "products");

  private final Path file;
  private final ObjectNode now;

  /** Those of a run that begins or goes on here. */
  RunVersions(RunSetup setup) {
    this.file = setup.folder().versions();
    this.now = line(setup);
  }

  private static ObjectNode line(RunSetup setup) {
    Provenance here =
        Provenance.here(
            setup.config().train().seed(), setup.dataFingerprint(), setup.kernels(), "", Map.of());
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("step", setup.stand().step());
    line.put("clip4j", here.version());
    line.put("java", here.java());
    line.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    line.put("nd4j", Version.of("org.nd4j", "nd4j-api"));
    line.put("products", setup.kernels().products());
    line.put("kernels", here.kernels());
    line.put("threads", here.threads());
    line.put("data_fingerprint", here.dataFingerprint());
    line.put("model_init", setup.stand().history().modelInit());
    line.put("teacher", setup.stand().history().teacher());
    return line;
  }

  /** What is not as it was when the run was last begun or gone on with, a line each. */
  List<String> changes() {
    List<JsonNode> before = before();
    List<String> lines = new ArrayList<>();
    if (!before.isEmpty()) {
      JsonNode last = before.get(before.size() - 1);
      for (String key : COMPARED) {
        if (last.hasNonNull(key) && !last.path(key).asText().equals(now.path(key).asText())) {
          lines.add(
              key
                  + " was "
                  + last.path(key).asText()
                  + " and is "
                  + now.path(key).asText()
                  + ": the bits may differ");
        }
      }
    }
    return lines;
  }

  /** Writes the line behind those before it; what led to steps that are no more goes. */
  void add() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (JsonNode line : before()) {
      lines.append(JSON.writeValueAsString(line)).append('\n');
    }
    lines.append(JSON.writeValueAsString(now)).append('\n');
    Path aside = file.resolveSibling("." + file.getFileName() + ".new");
    RunFile.write(
        file,
        () -> {
          Files.writeString(aside, lines, StandardCharsets.UTF_8);
          Files.move(
              aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
  }

  private List<JsonNode> before() {
    long step = now.path("step").asLong();
    List<JsonNode> lines = new ArrayList<>();
    if (step == 0 || !Files.exists(file)) {
      return lines;
    }
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        JsonNode line = JSON.readTree(text);
        if (line.path("step").asLong() <= step) {
          lines.add(line);
        }
      }
    } catch (JsonProcessingException e) {
      LOG.warn("{}: has a line that is no JSON; it begins anew", file);
      lines.clear();
    } catch (IOException e) {
      LOG.warn("{}: cannot be read: {}; it begins anew", file, e.toString());
      lines.clear();
    }
    return lines;
  }
}
