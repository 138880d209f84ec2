package org.clip4j.data.loader;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.clip4j.data.image.ImageTransform;
import org.clip4j.data.image.PictureFile;
import org.clip4j.data.image.RgbImage;
import org.clip4j.data.webdataset.ShardSource;

/** Shards in memory whose pictures and captions say which sample they are of. */
final class PairData implements ShardSource {

  /** For what does not decode. */
  static final PictureFile NO_PICTURE = new PictureFile(new byte[0], "none");

  private final Map<String, byte[]> shards = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  /** Samples {@code k0, k1, ...} with the given captions, some to a shard. */
  static PairData of(List<String> captions, int inShard) {
    PairData data = new PairData();
    for (int first = 0; first < captions.size(); first += inShard) {
      Map<String, Map<String, byte[]>> samples = new LinkedHashMap<>();
      for (int i = first; i < Math.min(first + inShard, captions.size()); i++) {
        samples.put("k" + i, Map.of("png", png(i), "txt", text(captions.get(i))));
      }
      data.shard(samples);
    }
    return data;
  }

  /** As many samples, each with a caption of its own. */
  static PairData of(int samples, int inShard) {
    List<String> captions = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      captions.add("caption " + i);
    }
    return of(captions, inShard);
  }

  PairData shard(Map<String, Map<String, byte[]>> samples) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, Map<String, byte[]>> sample : samples.entrySet()) {
        for (Map.Entry<String, byte[]> part : sample.getValue().entrySet()) {
          TarArchiveEntry entry = new TarArchiveEntry(sample.getKey() + "." + part.getKey());
          entry.setSize(part.getValue().length);
          tar.putArchiveEntry(entry);
          tar.write(part.getValue());
          tar.closeArchiveEntry();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return shard(bytes.toByteArray());
  }

  PairData shard(byte[] tar) {
    String name = "shard-" + names.size() + ".tar";
    names.add(name);
    shards.put(name, tar);
    return this;
  }

  /** A file that is no shard. */
  PairData beside(String name, String text) {
    shards.put(name, text(text));
    return this;
  }

  /** Cuts the shard off. */
  PairData cut(int shard, int bytes) {
    shards.computeIfPresent(names.get(shard), (name, tar) -> Arrays.copyOf(tar, bytes));
    return this;
  }

  List<String> names() {
    return names;
  }

  @Override
  public InputStream open(String shard) throws IOException {
    check(shard);
    return new ByteArrayInputStream(shards.get(shard));
  }

  @Override
  public void check(String shard) throws IOException {
    if (!shards.containsKey(shard)) {
      throw new FileNotFoundException(shard);
    }
  }

  /** The same shards; says which have been opened. */
  static final class Watched implements ShardSource {
    private final PairData data;
    private final List<String> opened = new ArrayList<>();

    Watched(PairData data) {
      this.data = data;
    }

    @Override
    public synchronized InputStream open(String shard) throws IOException {
      opened.add(shard);
      return data.open(shard);
    }

    /** Shards and files beside them, in order, as often as they were opened. */
    synchronized List<String> opened() {
      return List.copyOf(opened);
    }
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** One pixel that says the number. */
  static byte[] png(int number) {
    return png(number, 1, 1);
  }

  /** The same on a black ground. */
  static byte[] png(int number, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, number);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The number in the picture in the first value, random draws in the others. */
  static final class NumberTransform implements ImageTransform {
    @Override
    public int size() {
      return 2;
    }

    @Override
    public void apply(RgbImage image, RandomGenerator rng, float[] out, int offset) {
      int number =
          (image.rgb()[0] & 0xff) << 16 | (image.rgb()[1] & 0xff) << 8 | (image.rgb()[2] & 0xff);
      out[offset] = number;
      for (int i = 1; i < 12; i++) {
        out[offset + i] = rng.nextFloat();
      }
    }
  }

  static PairTransform transform() {
    CaptionAugment augment =
        CaptionAugment.templates(List.of("{}", "a {}", "the {}", "one {} more"));
    return new PairTransform(new NumberTransform(), augment, PairData::tokenize);
  }

  static int[] tokenize(String caption) {
    return caption.chars().toArray();
  }

  /** All that a batch says, exactly. */
  static String describe(Batch batch) {
    return batch.size()
        + " "
        + batch.keys()
        + batch.captions()
        + Arrays.deepToString(batch.tokens())
        + Arrays.hashCode(batch.pixels())
        + batch.next();
  }
}
