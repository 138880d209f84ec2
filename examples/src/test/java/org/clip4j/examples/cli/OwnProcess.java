package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command in a process of its own, with the options that the launcher gives. */
final class OwnProcess {

  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseParallelGC",
          "-XX:MaxNewSize=64m",
          "-Xmx2048m",
          "-Dorg.bytedeco.javacpp.maxBytes=6g",
          "-Dorg.bytedeco.javacpp.maxPhysicalBytes=8g",
          "-Djava.awt.headless=true");

  private OwnProcess() {}

  /** What a command prints as its last line, which is an object. */
  static JsonNode json(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Clip4j.class.getName()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    List<String> lines = out.lines().toList();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }
}
