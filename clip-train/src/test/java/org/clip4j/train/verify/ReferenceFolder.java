package org.clip4j.train.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.clip4j.core.io.Safetensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies of the bundled reference values, whole or in parts, with changes where wanted. */
final class ReferenceFolder {

  static final List<String> MODELS = List.of("tiny-gelu", "tiny-quickgelu", "small-uneven");

  static final String CONFIG = "open_clip_config.json";
  static final String WEIGHTS = "open_clip_model.safetensors";

  private static final String PICTURES = "/org/clip4j/data/image/golden/";
  private static final String TEXTS = "/org/clip4j/data/tokenizer/golden.json";

  private static final float[] MEAN = {0.48145466f, 0.4578275f, 0.40821073f};
  private static final float[] STD = {0.26862954f, 0.26130258f, 0.27577711f};

  final Path root;

  ReferenceFolder(Path root) {
    this.root = root;
  }

  /** Everything there is. */
  static ReferenceFolder whole(Path root) throws IOException {
    ReferenceFolder folder = new ReferenceFolder(root);
    for (String model : MODELS) {
      folder.model(model);
    }
    folder.losses(tensors -> {});
    folder.texts(rows -> {});
    folder.pictures(tensors -> {});
    return folder;
  }

  ReferenceFolder model(String name) throws IOException {
    return model(name, tensor -> true, tensors -> {});
  }

  /** A model with those of its reference values that are wanted, changed. */
  ReferenceFolder model(
      String name, Predicate<String> wanted, Consumer<Map<String, INDArray>> change)
      throws IOException {
    Path from = resource("/golden/" + name);
    Path into = Files.createDirectory(root.resolve(name));
    for (String file : List.of(CONFIG, WEIGHTS)) {
      Files.copy(from.resolve(file), into.resolve(file));
    }
    rewrite(from.resolve(ModelChecks.FILE), into.resolve(ModelChecks.FILE), wanted, change);
    return this;
  }

  ReferenceFolder losses(Consumer<Map<String, INDArray>> change) throws IOException {
    Path into = root.resolve(LossChecks.FILE);
    rewrite(resource("/golden/losses.safetensors"), into, tensor -> true, change);
    return this;
  }

  ReferenceFolder texts(Consumer<ArrayNode> change) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode rows = (ArrayNode) mapper.readTree(Files.readAllBytes(resource(TEXTS)));
    change.accept(rows);
    Files.writeString(root.resolve(TokenizerChecks.FILE), rows.toString());
    return this;
  }

  /** The bundled levels, normalised as the reference's pictures are. */
  ReferenceFolder pictures(Consumer<Map<String, INDArray>> change) throws IOException {
    Path into = Files.createDirectory(root.resolve(PreprocessChecks.FOLDER));
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    try (InputStream in = ReferenceFolder.class.getResourceAsStream(PICTURES + "levels.zip");
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        int dot = name.indexOf('.');
        int size = Integer.parseInt(name.substring(0, dot));
        tensors.put(name, normalised(zip.readAllBytes(), size));
        Path picture = into.resolve(name.substring(dot + 1));
        if (!Files.exists(picture)) {
          Files.copy(resource(PICTURES + name.substring(dot + 1)), picture);
        }
      }
    }
    change.accept(tensors);
    Safetensors.write(into.resolve(ModelChecks.FILE), tensors, Map.of());
    return this;
  }

  private static INDArray normalised(byte[] levels, int size) {
    float[] values = new float[levels.length];
    for (int i = 0; i < levels.length; i++) {
      int band = i % 3;
      values[band * size * size + i / 3] = ((levels[i] & 0xff) / 255f - MEAN[band]) / STD[band];
    }
    return Nd4j.createFromArray(values).reshape(3, size, size);
  }

  VerificationReport verify(DataType type) throws IOException {
    return Verification.run(root, VerificationOptions.of(type));
  }

  /** Names of the checks that fail. */
  List<String> failures() throws IOException {
    return verify(DataType.FLOAT).checks().stream()
        .filter(check -> !check.pass())
        .map(Check::name)
        .toList();
  }

  /** What is said of the only check that fails. */
  String onlyNote() throws IOException {
    List<Check> failed =
        verify(DataType.FLOAT).checks().stream().filter(check -> !check.pass()).toList();
    if (failed.size() != 1) {
      throw new AssertionError("expected one failure, not " + failed);
    }
    return failed.get(0).name() + ": " + failed.get(0).note();
  }

  private static void rewrite(
      Path from, Path into, Predicate<String> wanted, Consumer<Map<String, INDArray>> change)
      throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>(Safetensors.read(from, wanted).tensors());
    change.accept(tensors);
    Safetensors.write(into, tensors, Map.of());
  }

  static Path resource(String path) {
    try {
      return Path.of(ReferenceFolder.class.getResource(path).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
