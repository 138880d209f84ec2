package org.clip4j.train;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.clip4j.encoders.checkpoint.CheckpointLayout;

/**
 * What runs do that are killed: all that has a state which a resumed run must find again.
 * {@code @SERVER@} stands for a server of the folder's parent, {@code @DATA@} for the folder's
 * name.
 *
 * @param name what is special
 * @param counted the metric that shows that it happened, at the end above 0; none where empty
 * @param settings of the run
 */
record KilledConfiguration(String name, String counted, List<String> settings) {

  /** Micro-batches, augmentation, shuffling, several decoding threads. */
  private static final List<String> USUAL =
      List.of(
          "train.steps=40",
          "train.micro_batch=2",
          "model_cfg.vision_cfg.patch_dropout=0.5",
          "data.augment={flip_probability: 0.5, brightness: 0.3, erase_probability: 0.3}",
          "data.templates=['{}', 'a {}', 'the {} of it']",
          "data.threads=3",
          "data.shuffle_buffer=13",
          "checkpoint.every_steps=2");

  /** Shards of 24, 24, 17 and 7 pairs. */
  private static final String UNEVEN =
      "data.train=['tiny-{000000..000001}.tar', 'more-{000000..000001}.tar']";

  private static final String CAPTIONS = "data.caption={json_keys: [alt, meta.texts]}";
  private static final String ROTATED = "data.augment={rotate_degrees: 20}";

  /** From a server that loses connections. */
  static final KilledConfiguration SERVED =
      of(
          "web server, moving average",
          "data.train=['@SERVER@/@DATA@/tiny-{000000..000001}.tar']",
          "train.ema_decay=0.9");

  static final List<KilledConfiguration> ALL =
      List.of(
          of("files"),
          of("pictures kept encoded", "train.keep=encoded", ROTATED),
          of(
              "one batch at a time, unique captions",
              "data.unique_captions=true",
              "train.micro_batch=8",
              "data.shuffle_buffer=100"),
          of("drawn shards", "data.resample=true", UNEVEN, CAPTIONS),
          of(
              "no shuffle buffer, cached pictures",
              "data.shuffle_buffer=0",
              "data.cache_mib=1",
              "checkpoint.every_steps=5"),
          of(
              "batches that span epochs, unique captions",
              "train.batch=20",
              "train.micro_batch=5",
              "data.unique_captions=true"),
          SERVED,
          of(
              "gzip from a web server",
              "data.train=['@SERVER@/@DATA@/tiny-000000.tar.gz', tiny-000001.tar.gz]"),
          of(
              "S3",
              "data.train=['s3://@DATA@/tiny-{000000..000001}.tar']",
              "data.s3={endpoint: '@SERVER@', anonymous: true}"),
          counting(
              "one of three workers, uneven shards",
              "repeated_samples",
              "data.workers=3",
              "data.worker_rank=1",
              "data.train=['tiny-{000000..000001}.tar', more-000000.tar]",
              CAPTIONS,
              "train.ema_decay=0.9"),
          counting(
              "one of five workers, shards drawn by weight, unique captions",
              "repeated_samples",
              "data.workers=5",
              "data.worker_rank=4",
              "data.resample=true",
              "data.weights=[3, 1]",
              "data.unique_captions=true",
              UNEVEN,
              CAPTIONS),
          of(
              "gzip drawn by weight",
              "data.resample=true",
              "data.weights=[1, 4]",
              "data.train=[tiny-000000.tar.gz, tiny-000001.tar.gz]"),
          counting(
              "bad pictures, a shard with a bad end",
              "skipped_samples",
              "data.train=['tiny-{000000..000001}.tar', bad.tar]",
              "train.steps=60"),
          of(
              "gzip that is cut off",
              "data.train=['@SERVER@/@DATA@/cut.tar.gz', tiny-000000.tar.gz]"),
          filtered(
              "filter, several captions, pictures kept encoded", "train.keep=encoded", ROTATED),
          filtered(
              "filter, several captions, one of two workers",
              "data.workers=2",
              "data.worker_rank=1"),
          counting("teacher", "distill_loss", "distill.model=teacher", "train.ema_decay=0.9"),
          counting(
              "steps that are not finite",
              "skipped_steps",
              "loss.name=flaky",
              "train.non_finite=skip",
              "train.non_finite_limit=40"),
          of(
              "evaluations, the best kept, an encoder locked but for its last group",
              "eval={data: [tiny-000000.tar], every_steps: 6, ema: true}",
              "train.ema_decay=0.5",
              "checkpoint={every_steps: 4, keep: 2, keep_best: 2}",
              "train.lock=image",
              "train.unlocked_groups=1"));

  private static KilledConfiguration of(String name, String... settings) {
    return counting(name, "", settings);
  }

  private static KilledConfiguration counting(String name, String counted, String... settings) {
    return new KilledConfiguration(
        name, counted, Stream.concat(USUAL.stream(), Stream.of(settings)).toList());
  }

  private static KilledConfiguration filtered(String name, String... settings) {
    String[] all =
        Stream.of(Stream.of(UNEVEN), CaptionedShards.FILTER.stream(), Stream.of(settings))
            .flatMap(s -> s)
            .toArray(String[]::new);
    return counting(name, "filtered_samples", all);
  }

  /** The settings for a folder that a server has. */
  List<String> in(Path data, FolderServer server) {
    String url = server.url("");
    return settings.stream()
        .map(setting -> setting.replace("@SERVER@", url.substring(0, url.length() - 1)))
        .map(setting -> setting.replace("@DATA@", data.getFileName().toString()))
        .toList();
  }

  /**
   * Writes what they name: shards, the same compressed, one of it cut off, one with bad samples,
   * and a teacher.
   */
  static void prepare(Path data) throws IOException {
    TinyRun.prepare(data);
    CaptionedShards.write(data, 17);
    TinyTeacher.save(data, CheckpointLayout.OPEN_CLIP, 77);
    for (String shard : List.of("tiny-000000.tar", "tiny-000001.tar")) {
      try (OutputStream out =
          new GZIPOutputStream(Files.newOutputStream(data.resolve(shard + ".gz")))) {
        Files.copy(data.resolve(shard), out);
      }
    }
    Files.write(
        data.resolve("bad.tar"), spoilt(Files.readAllBytes(data.resolve("tiny-000001.tar"))));
    byte[] whole = Files.readAllBytes(data.resolve("tiny-000001.tar.gz"));
    Files.write(data.resolve("cut.tar.gz"), Arrays.copyOf(whole, whole.length * 2 / 3));
  }

  /** Every third picture is none, and the last quarter is missing. */
  private static byte[] spoilt(byte[] shard) {
    int found = 0;
    for (int i = 0; i + 3 < shard.length; i++) {
      boolean begins =
          (shard[i] & 0xff) == 0x89
              && shard[i + 1] == 'P'
              && shard[i + 2] == 'N'
              && shard[i + 3] == 'G';
      if (begins && found++ % 3 == 0) {
        shard[i] = 0;
      }
    }
    return Arrays.copyOf(shard, shard.length * 3 / 4);
  }

  /** Holds what a run of this configuration counted against what it is there for. */
  void requireHappened(Path out) throws IOException {
    var lines = TinyRuns.lines(out);
    boolean happened =
        counted.isEmpty() || lines.stream().anyMatch(line -> line.path(counted).asDouble() > 0);
    if (!happened) {
      throw new AssertionError(name + ": " + counted + " stayed 0");
    }
  }
}
