package org.clip4j.encoders.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceTokenizerTest {

  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsClips() throws IOException {
    HuggingFaceTokenizer.write(folder, 77);
    HuggingFaceTokenizer.requireClips(folder);
    assertEquals(77, tree("tokenizer_config.json").get("model_max_length").intValue());
    JsonNode fast = tree("tokenizer.json");
    assertEquals(49408, fast.at("/model/vocab").size());
    assertEquals(48894, fast.at("/model/merges").size());
    assertEquals("i n", fast.at("/model/merges/0").textValue());
    assertEquals("#version: 0.2", Files.readAllLines(folder.resolve("merges.txt")).get(0));
    assertEquals("<|endoftext|>", tree("special_tokens_map.json").get("pad_token").textValue());
    // Newer versions write each merge as a pair.
    ArrayNode pairs = ((ObjectNode) fast.get("model")).putArray("merges");
    for (JsonNode merge : tree("tokenizer.json").at("/model/merges")) {
      String[] two = merge.textValue().split(" ");
      pairs.addArray().add(two[0]).add(two[1]);
    }
    Files.writeString(folder.resolve("tokenizer.json"), fast.toString());
    HuggingFaceTokenizer.requireClips(folder);
  }

  @Test
  void noFilesAreNoOthers() throws IOException {
    HuggingFaceTokenizer.requireClips(folder);
  }

  @Test
  void anotherVocabularyIsRefused() throws IOException {
    HuggingFaceTokenizer.write(folder, 77);
    String ids = Files.readString(folder.resolve("vocab.json"));
    assertRefused("vocab.json", ids.replace("\"cat</w>\":2368", "\"cat</w>\":2369"), "cat</w> has");
    assertRefused("vocab.json", ids.replace("\"cat</w>\"", "\"a cat\""), "the id null");
    assertRefused(
        "vocab.json",
        ids.substring(0, ids.length() - 1) + ",\"a dog\":49408}",
        "it has 49409 tokens");
    assertRefused("vocab.json", "{}", "it has 0 tokens");
    Files.writeString(folder.resolve("vocab.json"), ids);
    List<String> merges = Files.readAllLines(folder.resolve("merges.txt"));
    assertRefused(
        "merges.txt", String.join("\n", merges.subList(0, 1000)), "its merges are others");
    Files.write(folder.resolve("merges.txt"), merges);
    String fast = Files.readString(folder.resolve("tokenizer.json"));
    assertRefused("tokenizer.json", fast.replace("\"i n\"", "\"n i\""), "its merges are others");
    assertRefused("tokenizer.json", fast.replace(":512,", ":513,"), "the token in has the id");
    assertRefused("tokenizer.json", "{\"model\": {\"type\": \"Unigram\"}}", "no byte-pair");
    assertRefused(
        "tokenizer.json",
        fast.replaceFirst("\"content\":\"<.endoftext.>\"", "\"content\":\"<pad>\""),
        "it adds the token \"<pad>\"");
    Files.writeString(folder.resolve("tokenizer.json"), fast);
    assertRefused(
        "tokenizer_config.json", "{\"tokenizer_class\": \"BertTokenizer\"}", "BertTokenizer");
  }

  private void assertRefused(String file, String content, String message) throws IOException {
    Files.writeString(folder.resolve(file), content);
    ConfigException e =
        assertThrows(ConfigException.class, () -> HuggingFaceTokenizer.requireClips(folder));
    assertTrue(e.getMessage().startsWith(folder.resolve(file) + ": this is"), e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  private JsonNode tree(String file) throws IOException {
    return StrictReader.parse(Files.readString(folder.resolve(file)), file);
  }
}
