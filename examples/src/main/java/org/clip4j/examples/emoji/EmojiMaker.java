package org.clip4j.examples.emoji;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.clip4j.core.Sha256;
import org.clip4j.core.json.StrictReader;
import org.clip4j.examples.iconify.Artifact;
import org.clip4j.examples.iconify.Drawing;
import org.clip4j.examples.iconify.DrawingBoard;
import org.clip4j.examples.iconify.DrawingJob;
import org.clip4j.examples.iconify.IconSet;
import org.clip4j.examples.iconify.IconifyArchive;
import org.clip4j.examples.iconify.LeftOut;
import org.clip4j.examples.iconify.ProgressListener;
import org.clip4j.examples.iconify.ShardFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the pairs: reads the sets, draws them, and packs what is fit. */
final class EmojiMaker {

  private static final Logger LOG = LoggerFactory.getLogger(EmojiMaker.class);
  private static final long SECONDS_AN_ICON = 60;
  private static final int REPORT_EVERY = 50;

  private final Path folder;
  private final EmojiOptions options;
  private final ProgressListener listener;
  private final List<DatasetCard.Origin> origins = new ArrayList<>();

  EmojiMaker(Path folder, EmojiOptions options, ProgressListener listener) {
    this.folder = folder;
    this.options = options;
    this.listener = listener;
  }

  DatasetCard make(Path jar, Artifact artifact, DatasetCard.Settings settings) throws IOException {
    Map<Split, List<Drawing>> pairs = draw(jar);
    Files.createDirectories(folder);
    Path target = folder.resolve(EmojiDataset.CARD);
    Files.deleteIfExists(target);
    EmojiShards shards = new EmojiShards(folder.resolve(EmojiDataset.SHARDS));
    shards.clear();
    List<ShardFile> written = new ArrayList<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    Map<String, Integer> names = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      List<Drawing> drawings = pairs.get(split);
      written.addAll(shards.write(split, drawings, settings));
      counts.put(split.prefix(), drawings.size());
      names.put(split.prefix(), captions(drawings).size());
    }
    DatasetCard card =
        new DatasetCard(
            DatasetCard.FORMAT,
            artifact,
            settings,
            fingerprint(pairs),
            counts,
            names,
            origins,
            written);
    Path aside = folder.resolve(EmojiDataset.CARD + ".unfinished");
    Files.writeString(aside, StrictReader.print(StrictReader.write(card)), StandardCharsets.UTF_8);
    Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    LOG.info(
        "{} training pairs and {} held-out ones in {}",
        counts.get("train"),
        counts.get("heldout"),
        folder);
    return card;
  }

  private Map<Split, List<Drawing>> draw(Path jar) throws IOException {
    Map<Split, List<Drawing>> pairs = new EnumMap<>(Split.class);
    try (IconifyArchive archive = IconifyArchive.open(jar);
        DrawingBoard board = new DrawingBoard(options.size(), options.threads(), SECONDS_AN_ICON)) {
      List<IconSet> training = new ArrayList<>();
      for (String set : Split.TRAIN.sets()) {
        training.add(archive.read(set, IconRules::leftOut));
      }
      Captions captions = options.spellOut() ? Captions.spelledBy(training) : Captions.plain();
      List<Drawing> train = new ArrayList<>();
      for (IconSet set : training) {
        train.addAll(keep(Split.TRAIN, set, draw(board, set, captions), Set.of()));
      }
      if (train.isEmpty()) {
        throw new IOException(jar + ": not one of the training sets' icons can be drawn");
      }
      pairs.put(Split.TRAIN, train);
      Set<String> names = captions(train);
      List<Drawing> heldOut = new ArrayList<>();
      for (String name : Split.HELD_OUT.sets()) {
        IconSet set = archive.read(name, IconRules::leftOut);
        heldOut.addAll(keep(Split.HELD_OUT, set, draw(board, set, captions), names));
      }
      pairs.put(Split.HELD_OUT, heldOut);
    }
    return pairs;
  }

  private List<Drawing> draw(DrawingBoard board, IconSet set, Captions captions)
      throws IOException {
    int count = set.icons().size();
    String stage = "drawing " + set.name();
    List<Drawing> drawings = new ArrayList<>();
    board.draw(
        set.icons().stream()
            .map(icon -> new DrawingJob(set.name(), captions.caption(set.name(), icon.key()), icon))
            .iterator(),
        drawing -> {
          drawings.add(drawing);
          if (drawings.size() % REPORT_EVERY == 0 || drawings.size() == count) {
            listener.progress(stage, drawings.size(), count);
          }
          return true;
        });
    return drawings;
  }

  /** What is fit for a pair, the rest counted; held out only what training has a name for. */
  private List<Drawing> keep(Split split, IconSet set, List<Drawing> drawings, Set<String> names) {
    Map<LeftOut, Integer> leftOut = new EnumMap<>(LeftOut.class);
    leftOut.putAll(set.leftOut());
    List<Drawing> kept = new ArrayList<>();
    for (Drawing drawing : drawings) {
      if (drawing.leftOut().isPresent()) {
        LeftOut why = drawing.leftOut().get();
        LOG.debug("{}:{} is left out: {}", set.name(), drawing.key(), why.key());
        leftOut.merge(why, 1, Integer::sum);
      } else if (split == Split.HELD_OUT && !names.contains(drawing.caption())) {
        leftOut.merge(LeftOut.NAME_NOT_IN_TRAINING, 1, Integer::sum);
      } else {
        kept.add(drawing);
      }
    }
    Map<String, Integer> reasons = new LinkedHashMap<>();
    leftOut.forEach((why, count) -> reasons.put(why.key(), count));
    LOG.info("{}: {} pairs; left out: {}", set.name(), kept.size(), reasons);
    origins.add(
        new DatasetCard.Origin(
            set.name(), set.title(), split.prefix(), set.license(), kept.size(), reasons));
    return kept;
  }

  private static Set<String> captions(List<Drawing> drawings) {
    Set<String> captions = new HashSet<>();
    drawings.forEach(drawing -> captions.add(drawing.caption()));
    return captions;
  }

  private static String fingerprint(Map<Split, List<Drawing>> pairs) {
    MessageDigest digest = Sha256.digest();
    Stream.of(Split.values())
        .flatMap(
            split ->
                pairs.get(split).stream()
                    .map(drawing -> split.prefix() + " " + drawing.hash() + "\n"))
        .sorted()
        .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
    return Sha256.hex(digest);
  }
}
