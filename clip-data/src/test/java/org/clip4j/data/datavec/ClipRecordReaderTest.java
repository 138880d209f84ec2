package org.clip4j.data.datavec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import org.clip4j.data.image.ImageTransform;
import org.clip4j.data.image.RgbImage;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.ShardWriter;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.writer.RecordWriter;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.split.FileSplit;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through DataVec's own interfaces. */
class ClipRecordReaderTest {

  @TempDir Path folder;
  private InputSplit split;

  /** The colour of the first pixel, a plane each. */
  private static final class FirstPixel implements ImageTransform {
    @Override
    public int size() {
      return 2;
    }

    @Override
    public void apply(RgbImage image, RandomGenerator rng, float[] out, int offset) {
      for (int channel = 0; channel < 3; channel++) {
        Arrays.fill(
            out, offset + channel * 4, offset + channel * 4 + 4, image.rgb()[channel] & 0xff);
      }
    }
  }

  @BeforeEach
  void writeShards() throws IOException {
    try (ShardWriter writer = new ShardWriter(folder, "s", 3, 1 << 20)) {
      for (int i = 0; i < 5; i++) {
        writer.write(
            "k" + i,
            Map.of(
                "png",
                png(0x010203 * (i + 1)),
                "txt",
                ("caption " + i).getBytes(StandardCharsets.UTF_8)));
        if (i == 0) {
          writer.write("broken", Map.of("png", new byte[] {1}, "txt", new byte[] {'x'}));
        }
      }
    }
    split = new CollectionInputSplit(List.of(shard(0), shard(1)));
  }

  private URI shard(int number) {
    return folder.resolve("s-00000" + number + ".tar").toUri();
  }

  private static byte[] png(int rgb) throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, rgb);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private RecordReader reader() throws Exception {
    RecordReader reader = ClipRecords.reader(FirstPixel::new);
    reader.initialize(split);
    return reader;
  }

  private static String text(List<Writable> record) {
    return record.get(1) + "/" + record.get(2);
  }

  private static List<String> texts(RecordReader reader) {
    List<String> texts = new ArrayList<>();
    while (reader.hasNext()) {
      texts.add(text(reader.next()));
    }
    return texts;
  }

  private static final List<String> ALL =
      List.of("caption 0/k0", "caption 1/k1", "caption 2/k2", "caption 3/k3", "caption 4/k4");

  @Test
  void recordsArePictureCaptionAndKey() throws Exception {
    try (RecordReader reader = reader()) {
      List<Writable> record = reader.next();
      assertEquals(3, record.size());
      NDArrayWritable picture = (NDArrayWritable) record.get(0);
      assertArrayEquals(new long[] {1, 3, 2, 2}, picture.get().shape());
      assertArrayEquals(
          new float[] {1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3},
          picture.get().dup('c').data().asFloat(),
          "RGB");
      assertEquals(new Text("caption 0"), record.get(1));
      assertEquals(new Text("k0"), record.get(2));
    }
  }

  @Test
  void readsAllShardsAndSkipsTheBad() throws Exception {
    try (ClipRecordReader reader = (ClipRecordReader) reader()) {
      assertEquals(ALL, texts(reader));
      assertThrows(NoSuchElementException.class, reader::next);
      assertEquals(Map.of(Reason.PICTURE_UNREADABLE, 1L), reader.badSamples().counts());
      reader.reset();
      assertEquals(ALL, texts(reader));
      reader.reset();
      assertEquals(2, reader.next(2).size());
      assertEquals(3, reader.next(10).size());
      assertTrue(reader.resetSupported());
      assertFalse(reader.batchesSupported());
      assertEquals(List.of(), reader.getLabels());
    }
  }

  @Test
  void readsAFileSplit() throws Exception {
    Configuration configuration = new Configuration();
    try (RecordReader reader = ClipRecords.reader(FirstPixel::new)) {
      reader.initialize(
          configuration,
          new FileSplit(folder.resolve("s-000001.tar").toFile(), new String[] {"tar"}));
      assertEquals(ALL.subList(2, 5), texts(reader));
      assertEquals(configuration, reader.getConf());
    }
  }

  @Test
  void metaDataLeadsBackToTheRecord() throws Exception {
    try (RecordReader reader = reader()) {
      List<Record> records = new ArrayList<>();
      while (reader.hasNext()) {
        records.add(reader.nextRecord());
      }
      assertEquals(shard(1), records.get(4).getMetaData().getURI());
      assertEquals(ClipRecordReader.class, records.get(4).getMetaData().getReaderClass());
      assertTrue(records.get(4).getMetaData().getLocation().contains("k4"));
      List<RecordMetaData> wanted = new ArrayList<>();
      for (int i : new int[] {4, 0, 2, 0}) {
        wanted.add(records.get(i).getMetaData());
      }
      List<Record> again = reader.loadFromMetaData(wanted);
      assertEquals(
          List.of("caption 4/k4", "caption 0/k0", "caption 2/k2", "caption 0/k0"),
          again.stream().map(r -> text(r.getRecord())).toList());
      assertEquals(
          records.get(2).getRecord(),
          reader.loadFromMetaData(records.get(2).getMetaData()).getRecord());
      RecordMetaData gone = new ShardRecordMetaData(shard(0), 17, "k17");
      assertTrue(
          assertThrows(IOException.class, () -> reader.loadFromMetaData(gone))
              .getMessage()
              .contains("k17"));
    }
  }

  @Test
  void readsOneRecordFromAStream() throws Exception {
    try (RecordReader reader = reader();
        DataInputStream in =
            new DataInputStream(Files.newInputStream(folder.resolve("s-000001.tar")))) {
      reader.next();
      assertEquals("caption 2/k2", text(reader.record(shard(1), in)));
      assertEquals("caption 1/k1", text(reader.next()), "its own place has not changed");
    }
    try (RecordReader reader = reader();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(new byte[10]))) {
      assertThrows(IOException.class, () -> reader.record(shard(1), in));
    }
  }

  @Test
  void listenersAreTold() throws Exception {
    try (RecordReader reader = reader()) {
      List<Object> heard = new ArrayList<>();
      reader.setListeners(new Listener(heard));
      texts(reader);
      assertEquals(5, heard.size());
      assertEquals("caption 0/k0", text(((Record) heard.get(0)).getRecord()));
    }
  }

  private record Listener(List<Object> heard)
      implements org.datavec.api.records.listener.RecordListener {
    @Override
    public boolean invoked() {
      return !heard.isEmpty();
    }

    @Override
    public void invoke() {}

    @Override
    public void recordWrite(RecordWriter writer, Object record) {}

    @Override
    public void recordRead(RecordReader reader, Object record) {
      heard.add(record);
    }
  }

  @Test
  void isSentToOtherMachinesBeforeItIsInitialised() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(ClipRecords.reader(FirstPixel::new));
    }
    try (ObjectInputStream in =
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        RecordReader reader = (RecordReader) in.readObject()) {
      assertThrows(IllegalStateException.class, reader::hasNext);
      reader.initialize(split);
      assertEquals(ALL, texts(reader));
    }
  }

  /** Classes as usual, but for DataVec's, which are hidden. */
  private static final class WithoutDataVec extends URLClassLoader {
    WithoutDataVec(URL... classes) {
      super(classes, ClipRecordReaderTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.datavec.")) {
        throw new ClassNotFoundException(name);
      }
      if (name.startsWith("org.clip4j.data.datavec.")) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  /** An application that reads shards, as the README has it: gives their captions. */
  // Public, with a public constructor, since it is made by another loader.
  public static final class Application implements Function<List<String>, List<String>> {
    public Application() {}

    @Override
    public List<String> apply(List<String> shards) {
      List<String> captions = new ArrayList<>();
      try (ClipRecordReader pairs = ClipRecords.open(shards, FirstPixel::new)) {
        while (pairs.hasNext()) {
          List<Writable> pair = pairs.next();
          captions.add(pair.get(1).toString());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return captions;
    }
  }

  @Test
  void withoutDataVecTheArtifactToAddIsNamed() throws Exception {
    try (WithoutDataVec loader =
        new WithoutDataVec(location(ClipRecords.class), location(Application.class))) {
      @SuppressWarnings("unchecked") // The same class, loaded once more.
      Function<List<String>, List<String>> application =
          (Function<List<String>, List<String>>)
              loader.loadClass(Application.class.getName()).getDeclaredConstructor().newInstance();
      String line =
          assertThrows(IllegalStateException.class, () -> application.apply(List.of("s.tar")))
              .getMessage();
      assertTrue(line.contains("org.datavec:datavec-api"), line);
    }
  }

  @Test
  void opensShardsByTheirPattern() throws Exception {
    assertEquals(
        List.of("caption 0", "caption 1", "caption 2", "caption 3", "caption 4"),
        new Application().apply(List.of(folder + "/s-{000000..000001}.tar")));
    NoSuchFileException e =
        assertThrows(
            NoSuchFileException.class,
            () -> ClipRecords.open(List.of(folder + "/s-{000001..000002}.tar"), FirstPixel::new));
    assertTrue(e.getMessage().contains("s-000002.tar: no such file"), e.getMessage());
    try (ClipRecordReader reader =
        ClipRecords.open(List.of(folder + "/s-000001.tar"), FirstPixel::new)) {
      assertEquals(List.of("caption 2/k2", "caption 3/k3", "caption 4/k4"), texts(reader));
      reader.reset();
      assertEquals(3, reader.next(9).size());
    }
  }

  private static URL location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
