package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.image.AugmentConfig;
import org.clip4j.data.image.BackgroundChange;
import org.clip4j.data.image.EvalTransform;
import org.clip4j.data.image.ImageTransform;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.data.image.RgbImage;
import org.clip4j.data.image.StagedTransform;
import org.clip4j.data.image.TrainTransform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The second pass against the first. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KeptPicturesTest {

  private static final int PICTURES = 30;
  private static final PairData DATA = drawings();
  private static final PreprocessConfig PREPROCESS = PreprocessConfig.clip(12);

  /** White pictures with noise in their middle, of several sizes. */
  private static PairData drawings() {
    Map<String, Map<String, byte[]>> samples = new LinkedHashMap<>();
    DeterministicRandom random = new DeterministicRandom(5);
    for (int i = 0; i < PICTURES; i++) {
      BufferedImage image = new BufferedImage(14 + i, 40 - i, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          boolean inside = x > 3 && y > 3 && x < image.getWidth() - 4;
          image.setRGB(x, y, inside ? random.nextInt(1 << 24) : 0xffffff);
        }
      }
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      try {
        ImageIO.write(image, "png", png);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      samples.put(
          "k" + i, Map.of("png", png.toByteArray(), "txt", PairData.text("caption " + i % 20)));
    }
    return new PairData().shard(samples);
  }

  private static AugmentConfig.Builder everythingStaged() {
    return AugmentConfig.builder()
        .crop(0.4, 1)
        .flip(0.5)
        .jitter(0.4, 0.4, 0.4, 0.1, 0.8)
        .grey(0.3)
        .background(BackgroundChange.ANY, 0.5)
        .erase(0.02, 0.3, 0.5);
  }

  private static AugmentConfig everything() {
    return everythingStaged().rotate(30).translate(0.1).zoom(0.7, 1.3).shear(10).build();
  }

  private static PairTransform transform(ImageTransform image) {
    return new PairTransform(image, PairData::tokenize);
  }

  private static LoaderConfig config(int batch, int part, Keep keep) {
    return LoaderConfig.of(DATA.names(), batch, 11)
        .withShuffle(9)
        .withPartSize(part)
        .withKeep(keep);
  }

  private static PairLoader loader(LoaderConfig config, ImageTransform transform)
      throws IOException {
    return new PairLoader(config, DATA, transform(transform), Position.START);
  }

  private static List<Batch> batch(PairLoader loader) {
    List<Batch> parts = new ArrayList<>();
    do {
      parts.add(loader.next());
    } while (!parts.get(parts.size() - 1).last());
    return parts;
  }

  private static List<KeptPictures> kept(List<Batch> parts) {
    return parts.stream().map(part -> part.kept().orElseThrow()).toList();
  }

  private static void assertSecondIsFirst(PairLoader loader, List<Batch> parts) {
    try (SecondPass again = loader.secondPass(kept(parts))) {
      for (Batch part : parts) {
        assertTrue(again.hasNext());
        assertArrayEquals(part.pixels(), again.next());
      }
      assertFalse(again.hasNext());
      assertThrows(NoSuchElementException.class, again::next);
    }
  }

  private record Way(Keep keep, ImageTransform transform) {}

  @Property(tries = 25)
  void theSecondPassGivesTheFirstOnesBits(
      @ForAll @IntRange(min = 1, max = 8) int partSize,
      @ForAll @IntRange(min = 1, max = 5) int parts,
      @ForAll @IntRange(min = 1, max = 4) int threads,
      @ForAll boolean unique,
      @ForAll boolean cached)
      throws IOException {
    ImageTransform staged = new TrainTransform(PREPROCESS, everythingStaged().build());
    List<Way> ways =
        List.of(
            new Way(Keep.DECODED, staged),
            new Way(Keep.ENCODED, staged),
            new Way(Keep.DECODED, new TrainTransform(PREPROCESS)),
            new Way(Keep.DECODED, new EvalTransform(PREPROCESS)),
            new Way(Keep.ENCODED, new TrainTransform(PREPROCESS, everything())));
    for (Way way : ways) {
      LoaderConfig config =
          config(partSize * parts, partSize, way.keep)
              .withThreads(threads, 3)
              .withUniqueCaptions(unique)
              .withCacheBytes(cached ? 20_000 : 0);
      try (PairLoader loader = loader(config, way.transform);
          PairLoader plain = loader(config.withKeep(Keep.NOTHING), way.transform)) {
        for (int i = 0; i < 3; i++) {
          List<Batch> first = batch(loader);
          for (Batch part : first) {
            Batch expected = plain.next();
            assertEquals(expected.keys(), part.keys());
            assertArrayEquals(expected.pixels(), part.pixels(), "keeping changes nothing");
          }
          assertSecondIsFirst(loader, first);
          assertSecondIsFirst(loader, first.subList(0, 1));
          kept(first).forEach(KeptPictures::close);
        }
      }
    }
  }

  @Test
  void picturesComeOneByOneToo() throws IOException {
    ImageTransform transform = new TrainTransform(PREPROCESS, everythingStaged().build());
    int stride = 3 * 12 * 12;
    try (PairLoader loader = loader(config(6, 6, Keep.DECODED), transform)) {
      Batch batch = loader.next();
      KeptPictures kept = batch.kept().orElseThrow();
      assertEquals(6, kept.size());
      assertEquals(12, kept.imageSize());
      float[] out = new float[stride + 5];
      kept.write(4, out, 5);
      assertArrayEquals(
          Arrays.copyOfRange(batch.pixels(), 4 * stride, 5 * stride),
          Arrays.copyOfRange(out, 5, 5 + stride));
      assertThrows(IndexOutOfBoundsException.class, () -> kept.write(6, out, 0));
      assertThrows(IndexOutOfBoundsException.class, () -> kept.write(0, out, 6));
      kept.close();
      kept.close();
      assertThrows(IllegalStateException.class, () -> kept.write(0, out, 0));
    }
  }

  /** Remembers the arrays that it was asked to fill. */
  private static final class Watched implements ImageTransform, StagedTransform {
    private final EvalTransform inner = new EvalTransform(PREPROCESS);
    private final StagedTransform stages = inner.staged().orElseThrow();
    private final Set<Object> squares = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Object> values = Collections.newSetFromMap(new IdentityHashMap<>());

    @Override
    public int size() {
      return inner.size();
    }

    @Override
    public void apply(RgbImage image, RandomGenerator rng, float[] out, int offset) {
      inner.apply(image, rng, out, offset);
    }

    @Override
    public Optional<StagedTransform> staged() {
      return Optional.of(this);
    }

    @Override
    public synchronized void square(RgbImage image, RandomGenerator rng, byte[] levels) {
      squares.add(levels);
      stages.square(image, rng, levels);
    }

    @Override
    public synchronized void finish(byte[] levels, RandomGenerator rng, float[] out, int offset) {
      values.add(out);
      stages.finish(levels, rng, out, offset);
    }
  }

  @Test
  void memoryGoesFromBatchToBatch() throws IOException {
    Watched transform = new Watched();
    LoaderConfig config = config(20, 4, Keep.DECODED).withThreads(2, 4).withUniqueCaptions(true);
    try (PairLoader loader = loader(config, transform)) {
      for (int i = 0; i < 25; i++) {
        List<Batch> parts = batch(loader);
        assertSecondIsFirst(loader, parts);
        kept(parts).forEach(KeptPictures::close);
      }
    }
    // A batch's squares; ahead and waiting, a few parts more. Of a part's values: three parts.
    assertTrue(transform.squares.size() <= 20 + 4 * 5, transform.squares.size() + " squares");
    assertTrue(transform.values.size() <= 3 + 4 * 5, transform.values.size() + " value arrays");
  }

  @Test
  void aPassThatIsLeftEarlyLeavesItsArraysToTheNext() throws IOException {
    ImageTransform transform = new TrainTransform(PREPROCESS, everythingStaged().build());
    Set<Integer> arrays = new HashSet<>();
    try (PairLoader loader = loader(config(20, 2, Keep.ENCODED), transform)) {
      List<Batch> parts = batch(loader);
      for (int i = 0; i < 20; i++) {
        try (SecondPass again = loader.secondPass(kept(parts))) {
          for (int part = 0; part < i % 5; part++) {
            float[] pixels = again.next();
            arrays.add(System.identityHashCode(pixels));
            assertArrayEquals(parts.get(part).pixels(), pixels);
          }
        }
      }
      assertTrue(arrays.size() <= 4, arrays.size() + " arrays");
      assertSecondIsFirst(loader, parts);
      assertFalse(loader.secondPass(List.of()).hasNext());
    }
  }

  @Test
  void oneWhoComesTooLateHearsIt() throws IOException {
    ImageTransform transform = new TrainTransform(PREPROCESS);
    PairLoader loader = loader(config(6, 2, Keep.DECODED), transform);
    List<KeptPictures> kept = kept(batch(loader));
    kept.get(2).close();
    try (SecondPass again = loader.secondPass(kept)) {
      again.next();
      again.next();
      String line = assertThrows(LoaderException.class, again::next).getMessage();
      assertTrue(line.contains("closed"), line);
    }
    try (SecondPass again = loader.secondPass(kept.subList(0, 2))) {
      loader.close();
      assertThrows(IllegalStateException.class, again::next);
    }
    assertThrows(IllegalStateException.class, () -> loader.secondPass(kept));
  }

  @Test
  void whatCannotBeKeptIsRefusedAtOnce() throws IOException {
    ImageTransform warping = new TrainTransform(PREPROCESS, everything());
    for (ImageTransform transform : List.of(warping, new PairData.NumberTransform())) {
      String line =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> loader(config(6, 2, Keep.DECODED), transform))
              .getMessage();
      assertTrue(line.startsWith("pictures cannot be kept DECODED: "), line);
      assertTrue(line.endsWith("keep them ENCODED"), line);
      Keep.ENCODED.check(transform);
    }
    try (PairLoader one = loader(config(6, 2, Keep.ENCODED), warping);
        PairLoader other = loader(config(6, 3, Keep.ENCODED), warping)) {
      List<KeptPictures> kept = kept(batch(one));
      String line =
          assertThrows(IllegalArgumentException.class, () -> other.secondPass(kept)).getMessage();
      assertEquals("a kept part has 2 pictures of 12 pixels; this loader's have 3 of 12", line);
    }
  }

  @Test
  void memoryIsForeseeable() {
    assertEquals(3 * 224 * 224 + 96, Keep.decodedBytes(224));
  }
}
