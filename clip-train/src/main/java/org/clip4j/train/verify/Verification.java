package org.clip4j.train.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks this library against reference values of open_clip, in a folder that holds, as much as
 * there is of it:
 *
 * <pre>
 * MODEL/                 a model each: its weights in open_clip's layout, reference.safetensors
 * losses.safetensors     the losses by themselves
 * tokenizer.json         texts and their token ids
 * preprocess/            pictures, reference.safetensors
 * </pre>
 *
 * <p>The folder of one model is verified by itself.
 */
public final class Verification {

  private static final Logger log = LoggerFactory.getLogger(Verification.class);

  private static final List<String> MODEL_FILES =
      List.of(
          CheckpointLayout.OPEN_CLIP.configFile(),
          CheckpointLayout.OPEN_CLIP.weightsFile(),
          ModelChecks.FILE);

  private final VerificationOptions options;
  private final List<Part> parts = new ArrayList<>();

  private Verification(VerificationOptions options) {
    this.options = options;
  }

  /**
   * Checks everything that the folder holds.
   *
   * @throws NotDirectoryException if it is none
   * @throws IOException if it cannot be listed
   * @throws IllegalArgumentException if it holds nothing to check; what is damaged or missing
   *     inside a part is a check that fails
   */
  public static VerificationReport run(Path folder, VerificationOptions options)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    Verification verification = new Verification(options);
    verification.models(folder);
    verification.others(folder);
    if (verification.parts.isEmpty()) {
      throw new IllegalArgumentException(
          folder
              + ": nothing to check here; expected a model ("
              + String.join(", ", MODEL_FILES)
              + "), folders of such models, "
              + LossChecks.FILE
              + ", "
              + TokenizerChecks.FILE
              + " or "
              + PreprocessChecks.FOLDER
              + "/"
              + ModelChecks.FILE);
    }
    return new VerificationReport(verification.parts);
  }

  private void models(Path folder) throws IOException {
    if (isModel(folder)) {
      model(folder);
    }
    List<Path> inside;
    try (Stream<Path> list = Files.list(folder)) {
      inside = list.sorted().toList();
    }
    for (Path path : inside) {
      if (isModel(path) && !path.endsWith(PreprocessChecks.FOLDER)) {
        model(path);
      }
    }
  }

  /** Any of its files makes it one, so that a missing file is told. */
  private static boolean isModel(Path folder) {
    return MODEL_FILES.stream().anyMatch(name -> Files.exists(folder.resolve(name)));
  }

  private void model(Path folder) {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "model" : last.toString();
    part(name, checks -> ModelChecks.run(folder, name, checks, options));
  }

  private void others(Path folder) {
    Path losses = folder.resolve(LossChecks.FILE);
    if (Files.exists(losses)) {
      part("losses", checks -> LossChecks.run(losses, checks));
    }
    Path tokenizer = folder.resolve(TokenizerChecks.FILE);
    if (Files.exists(tokenizer)) {
      part("tokenizer", checks -> TokenizerChecks.run(tokenizer, checks));
    }
    Path preprocess = folder.resolve(PreprocessChecks.FOLDER);
    if (Files.isDirectory(preprocess)) {
      part(PreprocessChecks.FOLDER, checks -> PreprocessChecks.run(preprocess, checks));
    }
  }

  /** Work that adds checks and says in a few words what it looked at. */
  @FunctionalInterface
  private interface Work {
    String run(Checks checks) throws IOException;
  }

  private void part(String name, Work work) {
    options.progress().accept(name + ": reading");
    Checks checks = new Checks(name);
    String about = "";
    try {
      about = work.run(checks);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // Whatever a damaged file leads to: the other parts are checked all the same.
      log.debug("{} could not be checked", name, e);
      checks.add(Check.failed(name, Kind.UNCHECKED, 0, Failures.describe(e)));
    }
    parts.add(new Part(name, about, checks.list()));
  }
}
