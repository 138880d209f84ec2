package org.clip4j.examples.emoji;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.clip4j.core.Sha256;
import org.clip4j.core.json.SyntaxProblem;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.image.ImageDecoder;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardReader;
import org.clip4j.data.webdataset.ShardWriter;
import org.clip4j.examples.iconify.Drawing;
import org.clip4j.examples.iconify.ShardFile;

/** Packs drawings into shards and reads them back: {@code png}, {@code txt} and {@code json}. */
final class EmojiShards {

  private static final long MAX_SHARD_BYTES = Long.MAX_VALUE;
  private static final Pattern FILE = Pattern.compile("(train|heldout)-[0-9]{6}\\.tar");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path folder;

  EmojiShards(Path folder) {
    this.folder = folder;
  }

  /** Removes the shards of an earlier preparation, and what a broken-off one left. */
  void clear() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString().replaceFirst("\\.unfinished$", "");
        if (FILE.matcher(name).matches() || name.equals(ShardManifest.FILE)) {
          Files.delete(file);
        }
      }
    }
  }

  /**
   * Writes a split's samples in an order drawn from the seed, so that a shuffle buffer smaller than
   * the set meets all sets at once, and adds them to the folder's manifest.
   */
  List<ShardFile> write(Split split, List<Drawing> drawings, DatasetCard.Settings settings)
      throws IOException {
    int[] order = new int[drawings.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    DeterministicRandom.of(settings.seed(), "emoji " + split.prefix()).shuffle(order);
    List<ShardManifest.Entry> written;
    try (ShardWriter writer =
        new ShardWriter(folder, split.prefix(), settings.samplesPerShard(), MAX_SHARD_BYTES)) {
      for (int i : order) {
        Drawing drawing = drawings.get(i);
        writer.write(drawing.sampleKey(), drawing.parts(json(drawing)));
      }
      writer.close();
      written = writer.entries();
    }
    ShardManifest.in(folder)
        .orElseGet(ShardManifest::empty)
        .with(split.prefix(), written, Map.of())
        .write(folder);
    return ShardFile.of(written);
  }

  private static ObjectNode json(Drawing drawing) {
    return MAPPER
        .createObjectNode()
        .put("set", drawing.set())
        .put("icon", drawing.key())
        .put("category", drawing.category());
  }

  /** Whether every shard that a card lists is there as the card says. */
  boolean match(List<ShardFile> shards) throws IOException {
    for (ShardFile shard : shards) {
      if (!FILE.matcher(shard.file()).matches()) {
        return false;
      }
      Path file = folder.resolve(shard.file());
      if (!Files.isRegularFile(file)
          || Files.size(file) != shard.bytes()
          || !Sha256.of(file).equals(shard.sha256())) {
        return false;
      }
    }
    return true;
  }

  /** Reads and decodes shards, in order. */
  static List<EmojiPicture> read(List<Path> shards) throws IOException {
    List<EmojiPicture> pictures = new ArrayList<>();
    for (Path shard : shards) {
      try (ShardReader reader = ShardReader.open(shard)) {
        for (Optional<Sample> sample = reader.next(); sample.isPresent(); sample = reader.next()) {
          pictures.add(decode(sample.get()));
        }
      }
    }
    return pictures;
  }

  private static EmojiPicture decode(Sample sample) throws IOException {
    String name = sample.shard() + ", sample '" + sample.key() + "'";
    JsonNode json;
    try {
      json = MAPPER.readTree(part(sample, "json", name));
    } catch (JsonProcessingException e) {
      throw new IOException(name + ": its json part is not JSON: " + SyntaxProblem.describe(e), e);
    }
    return new EmojiPicture(
        json.path("set").asText(""),
        json.path("icon").asText(""),
        new String(part(sample, "txt", name), StandardCharsets.UTF_8),
        json.path("category").asText(""),
        ImageDecoder.decode(part(sample, "png", name), name));
  }

  private static byte[] part(Sample sample, String part, String name) throws IOException {
    return sample
        .part(part)
        .orElseThrow(
            () -> new IOException(name + ": has no part '" + part + "'; prepare the pairs again"));
  }
}
