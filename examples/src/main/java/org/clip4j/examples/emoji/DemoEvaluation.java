package org.clip4j.examples.emoji;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.clip4j.encoders.Embedder;
import org.clip4j.encoders.zeroshot.ClassEmbeddings;
import org.clip4j.encoders.zeroshot.PromptTemplates;
import org.clip4j.train.Trainer;
import org.clip4j.train.config.RunConfig;
import org.clip4j.train.eval.BaselineScore;
import org.clip4j.train.eval.Embeddings;
import org.clip4j.train.eval.EvalResult;
import org.clip4j.train.eval.HeldOut;
import org.clip4j.train.eval.Rate;
import org.clip4j.train.eval.ZeroShot;
import org.clip4j.train.eval.ZeroShotScore;

/**
 * Tries the trained model on the style it never saw, beside chance and beside the pixel baseline.
 */
final class DemoEvaluation {

  private DemoEvaluation() {}

  static DemoResult of(
      Trainer trainer, RunConfig config, EmojiDataset dataset, DoubleSupplier seconds)
      throws IOException {
    List<String> shards = dataset.shards(Split.HELD_OUT).stream().map(Object::toString).toList();
    HeldOut heldOut =
        HeldOut.load(
            trainer.model(),
            trainer.kernels(),
            shards,
            new PromptTemplates(config.eval().templates()));
    List<EmojiPicture> pictures = dataset.pictures(Split.HELD_OUT);
    EvalResult figures =
        new EvalResult(
            heldOut.zeroShotByCaption(),
            Optional.of(categories(trainer, heldOut, pictures)),
            Optional.of(heldOut.retrieval()),
            Optional.of(pixels(dataset.pictures(Split.TRAIN), pictures, heldOut)),
            seconds.getAsDouble());
    return new DemoResult(figures, heldOut, pictures);
  }

  /**
   * Zero-shot over the set's own categories; pictures of categories without prompts are left out.
   */
  private static ZeroShotScore categories(
      Trainer trainer, HeldOut heldOut, List<EmojiPicture> pictures) {
    List<String> names = EmojiCategories.names();
    Embeddings classes;
    try (Embedder embedder = new Embedder(trainer.model(), trainer.kernels())) {
      classes =
          Embeddings.of(
              ClassEmbeddings.of(
                  embedder::embedTexts, names.stream().map(EmojiCategories::prompts).toList()));
    }
    List<Embeddings> images = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      int label = names.indexOf(pictures.get(i).category());
      if (label >= 0) {
        labels.add(label);
        images.add(Embeddings.of(heldOut.images().row(i), 1, heldOut.images().width()));
      }
    }
    return ZeroShot.score(
        Embeddings.concat(images), labels.stream().mapToInt(Integer::intValue).toArray(), classes);
  }

  private static BaselineScore pixels(
      List<EmojiPicture> training, List<EmojiPicture> pictures, HeldOut heldOut) {
    PixelNearestNeighbour.Result result =
        new PixelNearestNeighbour(training, new HashSet<>(heldOut.names())).evaluate(pictures);
    double chance = 1.0 / heldOut.names().size();
    return new BaselineScore(new Rate(result.top1(), result.pictures(), chance), training.size());
  }
}
