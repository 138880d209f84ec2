package org.clip4j.encoders.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.data.tokenizer.ClipVocabulary;

/**
 * The files of a {@code CLIPTokenizer}: {@code vocab.json} and {@code merges.txt} for its slow
 * form, {@code tokenizer.json} for its fast one, and two with its settings.
 *
 * <p>The template of {@code tokenizer.json} beside this class says what transformers 5.18 makes of
 * the vocabulary: it lowers case and splits words as CLIP does, but repairs no text and unescapes
 * no HTML.
 */
final class HuggingFaceTokenizer {

  static final String SETTINGS = "tokenizer_config.json";
  static final String SPECIAL = "special_tokens_map.json";
  static final String VOCABULARY = "vocab.json";
  static final String MERGES = "merges.txt";
  static final String FAST = "tokenizer.json";

  /** All the files, in the order they are written. */
  static final List<String> FILES = List.of(SETTINGS, SPECIAL, VOCABULARY, MERGES, FAST);

  private static final String VERSION = "#version: 0.2";

  /** The classes, by any version of transformers, that read these files as CLIP's. */
  private static final Set<String> CLASSES =
      Set.of("CLIPTokenizer", "CLIPTokenizerFast", "PreTrainedTokenizerFast", "TokenizersBackend");

  private HuggingFaceTokenizer() {}

  /** Writes CLIP's own tokenizer for a context of that many tokens. */
  static void write(Path folder, int contextLength) throws IOException {
    ClipVocabulary vocabulary = ClipVocabulary.openAi();
    ObjectNode settings = special();
    settings.put("tokenizer_class", "CLIPTokenizer");
    settings.put("model_max_length", contextLength);
    settings.put("do_lower_case", true);
    settings.put("add_prefix_space", false);
    settings.put("errors", "replace");
    ConfigFile.write(folder.resolve(SETTINGS), settings);
    ConfigFile.write(folder.resolve(SPECIAL), special());
    ObjectNode ids = ids(vocabulary);
    Files.writeString(folder.resolve(VOCABULARY), ids.toString(), StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>(List.of(VERSION));
    lines.addAll(vocabulary.merges());
    Files.writeString(
        folder.resolve(MERGES), String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    ObjectNode fast = template();
    ((ObjectNode) fast.get("model")).set("vocab", ids);
    ArrayNode merges = ((ObjectNode) fast.get("model")).putArray("merges");
    vocabulary.merges().forEach(merges::add);
    Files.writeString(folder.resolve(FAST), fast.toString(), StandardCharsets.UTF_8);
  }

  private static ObjectNode special() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("bos_token", ClipVocabulary.START);
    tree.put("eos_token", ClipVocabulary.END);
    tree.put("unk_token", ClipVocabulary.END);
    tree.put("pad_token", ClipVocabulary.END);
    return tree;
  }

  private static ObjectNode ids(ClipVocabulary vocabulary) {
    ObjectNode ids = JsonNodeFactory.instance.objectNode();
    for (String token : vocabulary.tokens()) {
      ids.put(token, ids.size());
    }
    return ids;
  }

  private static ObjectNode template() throws IOException {
    String name = "tokenizer-template.json";
    try (InputStream in = HuggingFaceTokenizer.class.getResourceAsStream(name)) {
      return StrictReader.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
    }
  }

  /**
   * Checks that the tokenizer files of a folder, as far as there are such, are CLIP's own.
   *
   * @throws ConfigException naming the file that is another tokenizer's
   */
  static void requireClips(Path folder) throws IOException {
    Path settings = folder.resolve(SETTINGS);
    if (Files.exists(settings)) {
      Keys keys = new Keys(settings, "", ConfigFile.read(settings));
      String type = keys.text("tokenizer_class", "CLIPTokenizer");
      require(CLASSES.contains(type), settings, "its tokenizer_class is " + type);
    }
    if (FILES.subList(2, FILES.size()).stream().noneMatch(f -> Files.exists(folder.resolve(f)))) {
      return;
    }
    ClipVocabulary clip = ClipVocabulary.openAi();
    Path ids = folder.resolve(VOCABULARY);
    if (Files.exists(ids)) {
      requireSame(ids, ConfigFile.readLong(ids), clip);
    }
    Path merges = folder.resolve(MERGES);
    if (Files.exists(merges)) {
      List<String> lines =
          ConfigFile.textOf(merges)
              .lines()
              .filter(line -> !line.startsWith("#version") && !line.isBlank())
              .toList();
      require(lines.equals(clip.merges()), merges, "its merges are others than CLIP's");
    }
    Path fast = folder.resolve(FAST);
    if (Files.exists(fast)) {
      requireSame(fast, clip);
    }
  }

  private static void requireSame(Path fast, ClipVocabulary clip) throws IOException {
    ObjectNode tree = ConfigFile.readLong(fast);
    JsonNode model = tree.path("model");
    require(
        model.path("vocab") instanceof ObjectNode && model.path("merges").isArray(),
        fast,
        "it has no byte-pair vocabulary");
    requireSame(fast, (ObjectNode) model.get("vocab"), clip);
    List<String> merges = new ArrayList<>();
    model
        .get("merges")
        .forEach(
            m ->
                merges.add(
                    m.isArray() ? m.path(0).asText() + ' ' + m.path(1).asText() : m.asText()));
    require(merges.equals(clip.merges()), fast, "its merges are others than CLIP's");
    for (JsonNode added : tree.path("added_tokens")) {
      String token = added.path("content").asText();
      require(
          token.equals(ClipVocabulary.START) || token.equals(ClipVocabulary.END),
          fast,
          "it adds the token " + added.path("content"));
    }
  }

  private static void requireSame(Path file, ObjectNode ids, ClipVocabulary clip) {
    List<String> tokens = clip.tokens();
    require(
        ids.size() == tokens.size(),
        file,
        "it has " + ids.size() + " tokens instead of " + tokens.size());
    for (int id = 0; id < tokens.size(); id++) {
      JsonNode found = ids.get(tokens.get(id));
      require(
          found != null && found.isIntegralNumber() && found.asLong() == id,
          file,
          "the token " + tokens.get(id) + " has the id " + found + " instead of " + id);
    }
  }

  private static void require(boolean same, Path file, String difference) {
    if (!same) {
      throw new ConfigException(
          file
              + ": this is another tokenizer than CLIP's own, which is the only one here: "
              + difference
              + "; without the tokenizer's files the model can be used on token ids");
    }
  }
}
