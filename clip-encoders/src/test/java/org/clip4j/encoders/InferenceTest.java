package org.clip4j.encoders;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.data.image.RgbImage;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.ModelSpec;
import org.clip4j.encoders.zeroshot.Prediction;
import org.clip4j.encoders.zeroshot.PromptTemplates;
import org.clip4j.encoders.zeroshot.ZeroShotClassifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Inference as users ask for it: pictures and sentences in, embeddings and classes out. */
class InferenceTest {

  private static final ModelConfig MICRO = ModelConfig.preset("ViT-Micro-8-32");

  private static ClipModel model;

  @BeforeAll
  static void makeModel() {
    model = new ClipModel(ModelSpec.of(MICRO, PreprocessConfig.clip(32)), DataType.FLOAT, false);
    model.initialize(11);
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  private static Picture picture(int seed) {
    byte[] rgb = new byte[3 * 40 * 30];
    new Random(seed).nextBytes(rgb);
    return Picture.of(new RgbImage(40, 30, rgb));
  }

  private static List<Picture> pictures(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(InferenceTest::picture).toList();
  }

  private static void assertClose(INDArray expected, INDArray actual) {
    assertArrayEquals(expected.shape(), actual.shape());
    assertEquals(0, expected.sub(actual).amaxNumber().doubleValue(), 1e-6);
  }

  @Test
  void manyPicturesAreTheSameAsEachAlone() throws IOException {
    INDArray all = model.embedImages(pictures(0, 600));
    for (int i : new int[] {0, 239, 240, 241, 599}) {
      assertClose(model.embedImages(List.of(picture(i))), all.slice(i).reshape(1, -1));
    }
    assertEquals(1, all.norm2(1).minNumber().doubleValue(), 1e-5);
  }

  @Test
  void manySentencesAreTheSameAsEachAlone() {
    List<String> sentences =
        IntStream.range(0, 900).mapToObj(i -> "word ".repeat(1 + i % 30) + "number " + i).toList();
    INDArray all = model.embedTexts(sentences);
    for (int i : new int[] {0, 29, 500, 899}) {
      assertClose(model.embedTexts(List.of(sentences.get(i))), all.slice(i).reshape(1, -1));
    }
  }

  @Test
  void severalThreadsGetWhatOneGets() throws Exception {
    List<INDArray> alone = new ArrayList<>();
    for (int t = 0; t < 6; t++) {
      alone.add(model.embedImages(pictures(1000 * t, 300)));
      alone.add(model.embedTexts(List.of("a picture of " + t, "the number " + t)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<List<INDArray>>> together = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        int thread = t;
        together.add(
            threads.submit(
                () ->
                    List.of(
                        model.embedImages(pictures(1000 * thread, 300)),
                        model.embedTexts(
                            List.of("a picture of " + thread, "the number " + thread)))));
      }
      for (int t = 0; t < 6; t++) {
        assertEquals(alone.get(2 * t), together.get(t).get().get(0));
        assertEquals(alone.get(2 * t + 1), together.get(t).get().get(1));
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void memoryDoesNotGrowWithTheNumberOfPictures() throws IOException {
    try (Embedder embedder = new Embedder(model)) {
      embedder.embedImages(pictures(0, 500)).close();
      long arena = embedder.arenaBytes();
      AtomicInteger decoded = new AtomicInteger();
      List<Picture> pictures = new ArrayList<>();
      Picture one = picture(1);
      for (int i = 0; i < 5000; i++) {
        pictures.add(
            () -> {
              decoded.incrementAndGet();
              return one.decode();
            });
      }
      pictures.set(
          2000,
          () -> {
            throw new IOException("the end");
          });
      assertThrows(IOException.class, () -> embedder.embedImages(pictures));
      assertEquals(arena, embedder.arenaBytes(), "activations of a few at a time");
      assertTrue(decoded.get() >= 1900 && decoded.get() < 2500, "decoded ahead: " + decoded);
    }
  }

  /** Many more than go through an encoder together. */
  @Test
  void memoryOfTheCallersGetsTheSameBits() {
    int count = 3000;
    int[][] captions = new int[count][];
    for (int i = 0; i < count; i++) {
      captions[i] = new int[] {49406, i, 2 * i, 49407};
    }
    float[] pixels = new float[600 * 3 * 32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % 1009 / 500f - 1;
    }
    try (Embedder embedder = new Embedder(model);
        Arena arena = new Arena(DataType.FLOAT)) {
      Tensor texts = arena.take(count, model.config().embedDim());
      embedder.embedTokens(TokenBatch.pack(captions, model.config().textCfg()), texts);
      assertEquals(model.embedTokens(captions), texts.copy());
      Tensor images = arena.take(600, model.config().embedDim());
      embedder.embedPixels(pixels, images);
      assertEquals(model.embedPixels(pixels, 600), images.copy());
      Tensor narrow = arena.take(600, 3);
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> embedder.embedPixels(pixels, narrow));
      assertTrue(e.getMessage().contains("not FLOAT[600, 3]"), e.getMessage());
    }
  }

  @Test
  void aFileThatIsNoPictureIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("cat.jpg"), "not a picture");
    List<Picture> pictures = List.of(picture(1), Picture.of(file), picture(2));
    IOException e = assertThrows(IOException.class, () -> model.embedImages(pictures));
    assertTrue(e.getMessage().contains("cat.jpg"), e.getMessage());
  }

  @Test
  void nothingToEmbedIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> model.embedImages(List.of()));
    assertThrows(IllegalArgumentException.class, () -> model.embedTexts(List.of()));
  }

  @Test
  void whatIsNullIsRefusedByItsPlace() {
    IllegalArgumentException text =
        assertThrows(
            IllegalArgumentException.class, () -> model.embedTexts(Arrays.asList("x", null)));
    assertEquals("Sentence 1 is null", text.getMessage());
    // Before anything is decoded, far behind the first few.
    List<Picture> pictures = new ArrayList<>(pictures(0, 3));
    AtomicInteger decoded = new AtomicInteger();
    pictures.set(
        0,
        () -> {
          decoded.incrementAndGet();
          return picture(0).decode();
        });
    pictures.add(null);
    IllegalArgumentException picture =
        assertThrows(IllegalArgumentException.class, () -> model.embedImages(pictures));
    assertEquals("Picture 3 is null", picture.getMessage());
    assertEquals(0, decoded.get());
    IllegalArgumentException caption =
        assertThrows(
            IllegalArgumentException.class,
            () -> model.embedTokens(new int[][] {{49406, 49407}, null}));
    assertEquals("Caption 1 is null", caption.getMessage());
  }

  @Test
  void modelsWithoutPreprocessingOrTokenizerSayWhatIsMissing() {
    ModelConfig small =
        new ModelConfig(
            16,
            false,
            MICRO.visionCfg(),
            new org.clip4j.encoders.config.TextConfig(16, 300, 32, 2, 1, 4));
    try (ClipModel bare = new ClipModel(small, DataType.FLOAT, false)) {
      bare.initialize(1);
      IllegalStateException pictures =
          assertThrows(IllegalStateException.class, () -> bare.embedImages(List.of(picture(1))));
      assertTrue(pictures.getMessage().contains("preprocess_cfg"), pictures.getMessage());
      IllegalStateException sentences =
          assertThrows(IllegalStateException.class, () -> bare.embedTexts(List.of("a cat")));
      assertTrue(sentences.getMessage().contains("vocab_size"), sentences.getMessage());
      assertEquals(2, bare.embedPixels(new float[2 * 3 * 32 * 32], 2).size(0));
      assertEquals(1, bare.embedTokens(new int[][] {{298, 5, 299}}).size(0));
    }
  }

  @Test
  void aClosedModelIsRefusedAndNotRead() {
    ClipModel closed = new ClipModel(MICRO, DataType.FLOAT, false);
    closed.initialize(1);
    closed.embedTexts(List.of("a cat"));
    closed.close();
    assertThrows(IllegalStateException.class, () -> closed.embedTexts(List.of("a cat")));
  }

  @Test
  void classifiesByTheNearestClass() throws IOException {
    List<String> names = List.of("cat", "dog", "owl", "bee", "ant", "elk");
    ZeroShotClassifier classifier =
        ZeroShotClassifier.of(model, names, PromptTemplates.of("a photo of a {}.", "{}"));
    List<Picture> pictures = pictures(0, 5);

    List<List<Prediction>> best = classifier.classify(pictures, 3);

    INDArray images = model.embedImages(pictures);
    for (int i = 0; i < pictures.size(); i++) {
      double[] logits = new double[names.size()];
      double sum = 0;
      for (int c = 0; c < logits.length; c++) {
        INDArray prompts =
            model.embedTexts(List.of("a photo of a " + names.get(c) + ".", names.get(c)));
        INDArray mean = prompts.mean(0);
        double cosine = mean.div(mean.norm2Number()).mul(images.slice(i)).sumNumber().doubleValue();
        logits[c] = Math.exp(cosine / 0.07);
        sum += logits[c];
      }
      assertEquals(3, best.get(i).size());
      double last = 1;
      for (Prediction prediction : best.get(i)) {
        double expected = logits[names.indexOf(prediction.name())] / sum;
        assertEquals(expected, prediction.probability(), 1e-4);
        assertTrue(prediction.probability() <= last);
        last = prediction.probability();
      }
      double rest = IntStream.range(0, 6).mapToDouble(c -> logits[c]).max().orElseThrow();
      assertEquals(rest / sum, best.get(i).get(0).probability(), 1e-4);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> ZeroShotClassifier.of(model, List.of("cat", "cat"), PromptTemplates.plain()));
  }

  @Test
  void similarityIsTheCosine() {
    INDArray a = model.embedTexts(List.of("a cat", "a dog"));
    INDArray similarity = model.similarity(a, model.embedTexts(List.of("a dog", "a cat", "it")));
    assertArrayEquals(new long[] {2, 3}, similarity.shape());
    assertEquals(1, similarity.getDouble(0, 1), 1e-5);
    assertEquals(1, similarity.getDouble(1, 0), 1e-5);
    assertThrows(
        IllegalArgumentException.class,
        () -> model.similarity(a, org.nd4j.linalg.factory.Nd4j.zeros(2, 3)));
  }
}
