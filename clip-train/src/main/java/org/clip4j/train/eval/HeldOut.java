package org.clip4j.train.eval;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.data.image.EvalTransform;
import org.clip4j.data.loader.Batch;
import org.clip4j.data.loader.EvalLoader;
import org.clip4j.data.loader.PairTransform;
import org.clip4j.data.tokenizer.ClipTokenizer;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.Embedder;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.zeroshot.ClassEmbeddings;
import org.clip4j.encoders.zeroshot.PromptTemplates;

/**
 * Held-out pairs as a model sees them: the pictures embedded once, the captions ready to be asked
 * about.
 *
 * <p>Its memory grows with the pairs times the embedding, not with the pictures.
 */
public final class HeldOut {

  private static final int BATCH = 128;

  private final List<String> keys;
  private final List<String> captions;
  private final List<String> names;
  private final Embeddings images;
  private final Embeddings classes;

  private HeldOut(
      List<String> keys,
      List<String> captions,
      List<String> names,
      Embeddings images,
      Embeddings classes) {
    this.keys = List.copyOf(keys);
    this.captions = List.copyOf(captions);
    this.names = List.copyOf(names);
    this.images = images;
    this.classes = classes;
  }

  /**
   * Reads shards once and embeds their pictures and captions.
   *
   * @param shards names of shards, expanded
   * @param templates how a caption becomes prompts
   * @throws IllegalStateException if the model takes no pictures or no sentences
   */
  public static HeldOut load(
      ClipModel model, Kernels kernels, List<String> shards, PromptTemplates templates)
      throws IOException {
    return load(model, kernels, HeldOutShards.of(shards), templates, pictures -> {});
  }

  /**
   * As {@link #load(ClipModel, Kernels, List, PromptTemplates)}.
   *
   * @param held where the pairs are
   * @param progress is told how many pictures are embedded, and again before texts are, and every
   *     quarter of a second while pictures are waited for; what it throws ends the work
   */
  public static HeldOut load(
      ClipModel model,
      Kernels kernels,
      HeldOutShards held,
      PromptTemplates templates,
      LongConsumer progress)
      throws IOException {
    ClipTokenizer tokenizer = model.spec().requireTokenizer();
    ModelConfig config = model.config();
    PairTransform transform =
        new PairTransform(
            new EvalTransform(model.spec().requirePreprocess()),
            caption -> tokenizer.tokenize(caption, config.textCfg().contextLength()));
    List<String> keys = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    List<Embeddings> images = new ArrayList<>();
    try (Embedder embedder = new Embedder(model, kernels);
        EvalLoader pairs =
            new EvalLoader(
                held.loading(BATCH),
                held.source(),
                transform,
                new BadSamples(),
                () -> progress.accept(keys.size()))) {
      while (pairs.hasNext()) {
        Batch batch = pairs.next();
        keys.addAll(batch.keys());
        captions.addAll(batch.captions());
        images.add(Embeddings.of(embedder.embedPixels(batch.pixels(), batch.size())));
        progress.accept(keys.size());
      }
      List<String> names = new ArrayList<>(new TreeSet<>(captions));
      Embeddings classes =
          Embeddings.of(
              ClassEmbeddings.of(
                  prompts -> {
                    progress.accept(keys.size());
                    return embedder.embedTexts(prompts);
                  },
                  templates.prompts(names)));
      return new HeldOut(keys, captions, names, Embeddings.concat(images), classes);
    }
  }

  /** The samples' keys, in the order of the pictures. */
  public List<String> keys() {
    return keys;
  }

  /** The captions, in the order of the pictures. */
  public List<String> captions() {
    return captions;
  }

  /** The distinct captions, sorted: the classes of {@link #zeroShotByCaption()}. */
  public List<String> names() {
    return names;
  }

  /** One row a picture. */
  public Embeddings images() {
    return images;
  }

  /** One row a name. */
  public Embeddings classes() {
    return classes;
  }

  /**
   * How often a picture's own caption comes first, or among the first five, of all distinct
   * captions.
   */
  public ZeroShotScore zeroShotByCaption() {
    return ZeroShot.score(images, labels(), classes);
  }

  /** Each picture's index into {@link #names()}. */
  public int[] labels() {
    return captions.stream().mapToInt(c -> Collections.binarySearch(names, c)).toArray();
  }

  /** Recall in both directions over the pairs. */
  public RetrievalScore retrieval() {
    int width = classes.width();
    int[] labels = labels();
    float[] rows = new float[Math.multiplyExact(labels.length, width)];
    for (int i = 0; i < labels.length; i++) {
      System.arraycopy(classes.row(labels[i]), 0, rows, i * width, width);
    }
    return Retrieval.score(images, Embeddings.of(rows, labels.length, width), captions);
  }
}
