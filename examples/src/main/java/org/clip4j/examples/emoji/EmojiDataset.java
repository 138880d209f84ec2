package org.clip4j.examples.emoji;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.examples.iconify.ArchiveSource;
import org.clip4j.examples.iconify.Artifact;
import org.clip4j.examples.iconify.ProgressListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pairs in a folder: {@code shards/train-000000.tar}, ..., {@code shards/heldout-000000.tar},
 * ... and {@code dataset.json}, which is written last: where it is, the pairs are whole.
 */
public final class EmojiDataset {

  /** What a folder's card is called. */
  public static final String CARD = "dataset.json";

  /** The folder of the shards, in the data set's own. */
  public static final String SHARDS = "shards";

  private static final Logger LOG = LoggerFactory.getLogger(EmojiDataset.class);
  private static final long MAX_CARD_BYTES = 1 << 20;

  private final Path folder;
  private final DatasetCard card;

  EmojiDataset(Path folder, DatasetCard card) {
    this.folder = folder;
    this.card = card;
  }

  /**
   * Makes the pairs, or takes them as they are where the folder has them from the same archive with
   * the same settings. Older shards of these names are replaced.
   *
   * @param folder where to; made where it does not exist
   * @throws IOException if the archive cannot be fetched or read, or the shards not written
   */
  public static EmojiDataset prepare(Path folder, EmojiOptions options, ProgressListener listener)
      throws IOException {
    DatasetCard.Settings settings = DatasetCard.Settings.of(options);
    ArchiveSource source = new ArchiveSource(options.jar());
    Artifact artifact = source.artifact();
    Optional<DatasetCard> there = readable(folder);
    if (there.isPresent()
        && there.get().artifact().equals(artifact)
        && there.get().settings().equals(settings)
        && new EmojiShards(folder.resolve(SHARDS)).match(there.get().shards())) {
      LOG.info("the pairs in {} are these already", folder);
      return new EmojiDataset(folder, there.get());
    }
    DatasetCard card =
        new EmojiMaker(folder, options, listener).make(source.jar(), artifact, settings);
    return new EmojiDataset(folder, card);
  }

  /**
   * Opens what {@link #prepare} made.
   *
   * @throws IOException if the folder has no such pairs, or a shard is not as the card says
   */
  public static EmojiDataset open(Path folder) throws IOException {
    DatasetCard card = read(folder.resolve(CARD));
    if (!new EmojiShards(folder.resolve(SHARDS)).match(card.shards())) {
      throw new IOException(
          folder + ": the shards are not those that " + CARD + " lists; prepare the pairs again");
    }
    return new EmojiDataset(folder, card);
  }

  private static Optional<DatasetCard> readable(Path folder) {
    Path file = folder.resolve(CARD);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(file));
    } catch (IOException e) {
      LOG.warn("{}; the pairs are made anew", e.getMessage());
      return Optional.empty();
    }
  }

  private static DatasetCard read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": not found; prepare the pairs first");
    }
    if (Files.size(file) > MAX_CARD_BYTES) {
      throw new IOException(
          file + ": larger than a data set's card can be; prepare the pairs anew");
    }
    String json = Files.readString(file, StandardCharsets.UTF_8);
    try {
      String source = file.toString();
      DatasetCard card =
          StrictReader.read(StrictReader.parse(json, source), DatasetCard.class, source, "");
      if (!DatasetCard.FORMAT.equals(card.format())
          || card.artifact() == null
          || card.settings() == null
          || card.shards() == null) {
        throw new IOException(file + ": not a card of '" + DatasetCard.FORMAT + "'");
      }
      return card;
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** What the data set's card says. */
  public DatasetCard card() {
    return card;
  }

  /** The folder that it lies in. */
  public Path folder() {
    return folder;
  }

  /** A split's shards, in order. */
  public List<Path> shards(Split split) {
    return card.shards().stream()
        .filter(shard -> shard.file().startsWith(split.prefix() + "-"))
        .map(shard -> folder.resolve(SHARDS).resolve(shard.file()))
        .toList();
  }

  /**
   * A split's shards in one line, counted from the data set's folder, as a training configuration
   * names them: {@code shards/train-{000000..000004}.tar}.
   */
  public String shardPattern(Split split) {
    int last = shards(split).size() - 1;
    String numbers = last == 0 ? "000000" : String.format("{000000..%06d}", last);
    return SHARDS + "/" + split.prefix() + "-" + numbers + ".tar";
  }

  /**
   * A split's pairs, decoded, in the shards' order.
   *
   * @throws IOException if a shard cannot be read
   */
  public List<EmojiPicture> pictures(Split split) throws IOException {
    return EmojiShards.read(shards(split));
  }
}
