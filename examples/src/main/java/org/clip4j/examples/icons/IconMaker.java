package org.clip4j.examples.icons;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.clip4j.core.json.StrictReader;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.webdataset.ShardWriter;
import org.clip4j.examples.iconify.Artifact;
import org.clip4j.examples.iconify.Drawing;
import org.clip4j.examples.iconify.DrawingBoard;
import org.clip4j.examples.iconify.IconSet;
import org.clip4j.examples.iconify.IconifyArchive;
import org.clip4j.examples.iconify.LeftOut;
import org.clip4j.examples.iconify.ProgressListener;
import org.clip4j.examples.iconify.ShardFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the pairs in a folder: {@code shards/icons-000000.tar}, ... and {@code dataset.json}.
 * Samples have the parts {@code png}, {@code txt} and {@code json}.
 */
public final class IconMaker {

  /** What a folder's card is called. */
  public static final String CARD = "dataset.json";

  /** The folder of the shards, in the data set's own. */
  public static final String SHARDS = "shards";

  private static final Logger LOG = LoggerFactory.getLogger(IconMaker.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String PREFIX = "icons";
  private static final String BODIES = "drawings.tmp";
  private static final long MAX_SHARD_BYTES = Long.MAX_VALUE;
  private static final long SECONDS_AN_ICON = 60;
  private static final int REPORT_EVERY = 50;

  private final IconOptions options;
  private final ProgressListener listener;
  private final BooleanSupplier stop;

  /**
   * A maker.
   *
   * @param listener told how far it is
   * @param stop asked now and then whether to stop
   */
  public IconMaker(IconOptions options, ProgressListener listener, BooleanSupplier stop) {
    this.options = options;
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Makes the pairs.
   *
   * @param jar the archive
   * @param artifact what it is, for the card
   * @param folder where to; there and empty. After a failure what is in it is of no use
   * @throws InterruptedIOException if it was asked to stop
   * @throws IOException if the archive cannot be read, none of it can be drawn, or there is no room
   */
  public IconCard make(Path jar, Artifact artifact, Path folder) throws IOException {
    IconCard card = counted(jar, artifact, folder);
    if (card.pairs() == 0) {
      throw new IOException(
          jar + ": not one icon under a free licence can be drawn; left out: " + card.leftOut());
    }
    Files.writeString(
        folder.resolve(CARD), StrictReader.print(StrictReader.write(card)), StandardCharsets.UTF_8);
    return card;
  }

  /**
   * The shards in one line, counted from the data set's folder, as a training configuration names
   * them: {@code shards/icons-{000000..000009}.tar}.
   */
  public static String shardPattern(int shards) {
    String numbers = shards == 1 ? "000000" : String.format("{000000..%06d}", shards - 1);
    return SHARDS + "/" + PREFIX + "-" + numbers + ".tar";
  }

  private IconCard counted(Path jar, Artifact artifact, Path folder) throws IOException {
    try (IconifyArchive archive = IconifyArchive.open(jar);
        BodyFile bodies = new BodyFile(folder.resolve(BODIES))) {
      return pack(IconIndex.read(archive, bodies, this::progress), artifact, folder);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private IconCard pack(IconIndex index, Artifact artifact, Path folder) throws IOException {
    Map<String, ObjectNode> origins = new HashMap<>();
    index.sets().forEach(set -> origins.put(set.name(), origin(set)));
    Tally tally = new Tally(index.sets());
    int wanted = Math.min(options.limit().orElse(index.size()), index.size());
    List<ShardManifest.Entry> written;
    try (DrawingBoard board = new DrawingBoard(options.size(), options.threads(), SECONDS_AN_ICON);
        ShardWriter writer =
            new ShardWriter(
                folder.resolve(SHARDS), PREFIX, options.samplesPerShard(), MAX_SHARD_BYTES)) {
      board.draw(
          index.jobs(),
          drawing -> {
            if (drawing.leftOut().isPresent()) {
              LeftOut why = drawing.leftOut().get();
              LOG.debug("{}:{} is left out: {}", drawing.set(), drawing.key(), why.key());
              tally.leftOut(drawing, why);
              return true;
            }
            writer.write(
                drawing.sampleKey(), drawing.parts(json(origins.get(drawing.set()), drawing)));
            tally.pair(drawing);
            if (tally.pairs() % REPORT_EVERY == 0 || tally.pairs() == wanted) {
              progress("drawing", tally.pairs(), wanted);
            }
            return tally.pairs() < wanted;
          });
      writer.close();
      written = writer.entries();
    }
    ShardManifest.empty().with(PREFIX, written, Map.of()).write(folder.resolve(SHARDS));
    return new IconCard(
        IconCard.FORMAT,
        artifact,
        IconCard.Settings.of(options),
        tally.fingerprint(),
        index.size(),
        tally.pairs(),
        tally.captions(),
        tally.pairs() - tally.captions(),
        tally.licenses(),
        tally.leftOut(),
        tally.origins(),
        ShardFile.of(written));
  }

  private void progress(String stage, long done, long total) {
    if (stop.getAsBoolean()) {
      throw new UncheckedIOException(
          new InterruptedIOException("stopped while " + stage + ", at " + done + " of " + total));
    }
    listener.progress(stage, done, total);
  }

  /** What all samples of a set say of it. */
  private static ObjectNode origin(IconSet set) {
    return MAPPER
        .createObjectNode()
        .put("set", set.name())
        .put("title", set.title())
        .put("license", set.license().spdx());
  }

  private static ObjectNode json(ObjectNode origin, Drawing drawing) {
    return origin.deepCopy().put("icon", drawing.key()).put("category", drawing.category());
  }
}
