package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import org.clip4j.core.Sha256;
import org.clip4j.data.image.EvalTransform;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.data.loader.EvalLoader;
import org.clip4j.data.loader.LoaderConfig;
import org.clip4j.data.loader.LoaderException;
import org.clip4j.data.loader.PairLoader;
import org.clip4j.data.loader.PairTransform;
import org.clip4j.data.loader.Position;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.ShardException;
import org.clip4j.data.webdataset.ShardLimits;
import org.clip4j.data.webdataset.ShardReader;
import org.clip4j.examples.cli.HostileTars.Form;
import org.clip4j.examples.pack.PictureServer;

/**
 * Whatever an archive, a table, a folder or a server says, nothing is created, changed or removed
 * but the files that were asked for: a tree with canaries is compared before and after.
 */
@Tag("long")
class HostileShardsTest {

  /**
   * The name of the canaries, and of whatever is written where a name leads to. Of this process
   * alone: what another left behind where a name leads is not to be taken for a write of this one.
   */
  private static final String WORD = "canary" + Integer.toHexString((int) System.nanoTime());

  private static final List<String> ENDS = List.of("", ".png", ".txt", ".tar", ".shard");

  /** What packing leaves in its folder. */
  private static final List<String> PACKED =
      List.of(
          "",
          "/.manifest.json.lock",
          "/manifest.json",
          "/pairs-000000.tar",
          "/pairs-pack.jsonl",
          "/pairs-skipped.tsv");

  private static final PairTransform TRANSFORM =
      new PairTransform(new EvalTransform(PreprocessConfig.clip(4)), caption -> new int[] {1, 2});

  /**
   * A picture and its caption in an archive, or what claims to be them.
   *
   * @param form where the name stands
   * @param key the name; {@code @} stands for the folder of the canaries, an absolute path
   * @param type the headers' type
   * @param size the size they claim; the true one where empty
   */
  record Entry(Form form, String key, char type, String size) {
    String name(Path root) {
      return key.replace("@", root.toString());
    }
  }

  @Provide
  Arbitrary<Entry> entries() {
    Arbitrary<String> part = Arbitraries.of("..", ".", "", "in", "out", WORD, "..\\..", "C:", "~");
    Arbitrary<String> key =
        Combinators.combine(Arbitraries.of("", "/", "@/", "@/in/../"), part.list().ofMaxSize(4))
            .as((start, parts) -> start + String.join("/", parts) + "/" + WORD);
    Arbitrary<Character> type =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just('0')), Tuple.of(1, Arbitraries.of(types())));
    Arbitrary<String> size =
        Arbitraries.frequency(
            Tuple.of(12, ""),
            Tuple.of(1, "-0000000001"),
            Tuple.of(1, "00077777777"),
            Tuple.of(1, "77777777777"),
            Tuple.of(1, "\u00ff".repeat(12)));
    // What is sparse ends its shard.
    Arbitrary<Form> form =
        Arbitraries.frequency(
            Tuple.of(4, Form.HEADER),
            Tuple.of(4, Form.GNU_LONG_NAME),
            Tuple.of(4, Form.PAX),
            Tuple.of(2, Form.PAX_FOR_ALL),
            Tuple.of(1, Form.GNU_SPARSE));
    return Combinators.combine(form, key, type, size).as(Entry::new);
  }

  /** Links, devices, folders, and headers that say something of others. */
  private static List<Character> types() {
    return "1234567LKxgSDM".chars().mapToObj(c -> (char) c).toList();
  }

  /** The archives below are believed, so that their names do reach what reads them. */
  @Example
  void everyFormOfANameIsRead() throws IOException {
    for (Form form : Form.values()) {
      byte[] tar =
          new HostileTars("/" + WORD)
              .member(form, "../../" + WORD + ".txt", '0', "", new byte[] {'x'})
              .whole();
      try (ShardReader reader =
          new ShardReader(
              "x.tar", new ByteArrayInputStream(tar), ShardLimits.DEFAULT, new BadSamples())) {
        if (form == Form.GNU_SPARSE) {
          String refused = assertThrows(ShardException.class, reader::next).getMessage();
          assertTrue(refused.contains("a sparse member ('../../" + WORD + ".txt')"), refused);
        } else {
          assertEquals("../../" + WORD, reader.next().orElseThrow().key(), form.name());
        }
      }
    }
  }

  @Property(tries = 25)
  void nothingIsTouchedOutside(@ForAll @Size(min = 1, max = 5) List<@From("entries") Entry> entries)
      throws IOException {
    Path top = Files.createTempDirectory("hostile").toRealPath();
    try {
      // So deep that no relative name leads out of what is compared.
      Path root = Files.createDirectories(top.resolve("1/2/3/4/5/6/7/8"));
      Path out = Files.createDirectory(root.resolve("out"));
      Path in = Files.createDirectory(root.resolve("in"));
      List<String> names = entries.stream().map(entry -> entry.name(root)).toList();
      byte[] picture = TestPictures.noise(5, 4);
      for (Path folder : List.of(root, in)) {
        for (String end : ENDS) {
          Files.write(folder.resolve(WORD + end), picture);
        }
      }
      HostileTars hostile = new HostileTars(root.resolve(WORD).toString());
      for (Entry entry : entries) {
        String name = entry.name(root);
        hostile
            .member(entry.form(), name + ".png", entry.type(), entry.size(), picture)
            .member(
                entry.form(),
                name + ".txt",
                entry.type(),
                entry.size(),
                name.getBytes(StandardCharsets.UTF_8));
      }
      byte[] tar = hostile.whole();
      Path shard = Files.write(in.resolve("x.tar"), tar);
      Path captions = Files.writeString(in.resolve("captions.csv"), table(names));
      Path pairs = pairs(in.resolve("pairs"), root, names, picture);
      Map<String, String> before = TreeSnapshot.of(top, out);

      run(1, "data", "check", shard, "--quarantine", out.resolve("bad.jsonl"));
      run(0, "data", "show", shard, "--out", out.resolve("all.html"));
      run(0, "data", "show", shard, "--bad", "--out", out.resolve("some.html"));
      run(0, "pack", "--images", in, "--captions", captions, "--out", out.resolve("table"));
      run(0, "pack", "--images", pairs, "--out", out.resolve("folder"));
      int read = load(ShardSources.standard(), shard.toString());
      String url = throughCache(entries.get(0).key().replace("@", ""), tar, out.resolve("cache"));

      assertEquals(before, TreeSnapshot.of(top, out));
      assertEquals(askedFor(url), TreeSnapshot.names(out));
      for (String name : names) {
        assertNothingAt(name, top);
        assertNothingAt(name.replaceFirst("^/+", ""), top);
      }
      Statistics.label("pairs read").collect(read > 0);
      Statistics.label("pairs read")
          .coverage(coverage -> coverage.check(true).count(tries -> tries >= 1));
    } finally {
      TreeSnapshot.remove(top);
    }
  }

  /** Two rows that are what they should be, one of them outside, and the hostile ones. */
  private static String table(List<String> names) {
    StringBuilder table = new StringBuilder("filepath,title\n");
    table.append(WORD + ".png,sound\n../" + WORD + ".png,outside\n");
    names.forEach(name -> table.append(name).append(".png,").append(name).append('\n'));
    return table.toString();
  }

  /**
   * A folder of pairs, with links out of it, and with backslashes in names, by which a name would
   * lead out where one were taken for a slash.
   */
  private static Path pairs(Path folder, Path root, List<String> names, byte[] picture)
      throws IOException {
    Files.createDirectory(folder);
    List<String> keys = new ArrayList<>(names);
    keys.add("sound");
    for (String key : keys) {
      String name = key.replace('/', '\\');
      Files.write(folder.resolve(name + ".png"), picture);
      Files.writeString(folder.resolve(name + ".txt"), name);
    }
    Files.createSymbolicLink(folder.resolve("a.png"), root.resolve(WORD + ".png"));
    Files.writeString(folder.resolve("a.txt"), "a picture outside");
    Files.write(folder.resolve("b.png"), picture);
    Files.createSymbolicLink(folder.resolve("b.txt"), root.resolve(WORD + ".txt"));
    Files.createSymbolicLink(folder.resolve("up"), root);
    return folder;
  }

  /** Runs a command that comes to its end: bad data is no failure, but may be told of. */
  private static void run(int mostExitCode, Object... args) {
    String[] words = List.of(args).stream().map(Object::toString).toArray(String[]::new);
    CommandRun run = CommandRun.of(words);
    assertTrue(run.exitCode() <= mostExitCode && !run.err().contains("clip4j: "), run.toString());
  }

  /** Reads as evaluation and as training do; returns how many pairs evaluation had. */
  private static int load(ShardSources source, String shard) throws IOException {
    LoaderConfig config = LoaderConfig.of(List.of(shard), 2, 0).withShuffle(3);
    int pairs = 0;
    try (EvalLoader loader = new EvalLoader(config, source, TRANSFORM)) {
      while (loader.hasNext()) {
        pairs += loader.next().size();
      }
    } catch (LoaderException e) {
      assertTrue(e.getMessage().startsWith("no usable pair in "), e.getMessage());
    }
    try (PairLoader loader = new PairLoader(config, source, TRANSFORM, Position.START)) {
      for (int batch = 0; batch < 3; batch++) {
        loader.next();
      }
    } catch (LoaderException e) {
      assertTrue(e.getMessage().startsWith("no usable pair in "), e.getMessage());
    }
    return pairs;
  }

  /** Reads from a server whose path and version lead out, too; returns the URL. */
  private static String throughCache(String key, byte[] tar, Path cache) throws IOException {
    try (PictureServer server = new PictureServer()) {
      server.answer("/../../" + key + ".tar", exchange -> answer(exchange, tar));
      String url = server.url("/../../" + key.replace("\\", "%5c").replace("/", "%2f") + ".tar");
      load(ShardSources.standard().cachedIn(cache, 1 << 20), url);
      return url;
    }
  }

  private static void answer(HttpExchange exchange, byte[] tar) throws IOException {
    exchange.getResponseHeaders().set("ETag", "\"../../" + WORD + "\"");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(tar.length));
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(200, tar.length);
      exchange.getResponseBody().write(tar);
    }
  }

  /** All that is in the output folder, and no more. */
  private static List<String> askedFor(String url) {
    MessageDigest digest = Sha256.digest();
    digest.update(url.getBytes(StandardCharsets.UTF_8));
    TreeSet<String> files = new TreeSet<>(List.of("bad.jsonl", "all.html", "some.html"));
    files.addAll(List.of("cache", "cache/lock", "cache/" + Sha256.hex(digest) + ".shard"));
    for (String folder : List.of("table", "folder")) {
      PACKED.forEach(file -> files.add(folder + file));
    }
    return List.copyOf(files);
  }

  /** Nothing stands where a name leads from the root of all files, or from where the tests run. */
  private static void assertNothingAt(String name, Path top) {
    for (String end : ENDS) {
      Path there = Path.of(name + end).toAbsolutePath().normalize();
      assertFalse(
          !there.startsWith(top) && Files.exists(there, LinkOption.NOFOLLOW_LINKS),
          () -> "written: " + there);
    }
  }
}
