package org.clip4j.data.webdataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples are read again from their places. */
class SamplePlaceTest {

  @TempDir private Path folder;

  private static ShardSource source(Map<String, byte[]> shards) {
    return shard -> new ByteArrayInputStream(shards.get(shard));
  }

  private record Found(String text, SamplePlace place, SamplePlace standing) {}

  private static List<Found> read(SamplePlace start, List<String> shards, ShardSource source)
      throws IOException {
    List<Found> found = new ArrayList<>();
    try (ShardStream stream =
        ShardStream.from(
            start,
            shards,
            ShardSpan.wholes(IntStream.range(0, shards.size())),
            source,
            ShardLimits.DEFAULT,
            new BadSamples(),
            false)) {
      for (Optional<Sample> s = stream.next(); s.isPresent(); s = stream.next()) {
        found.add(new Found(Tars.text(s.get()), stream.place(), stream.standing()));
      }
      assertEquals(SamplePlace.startOf(shards.size()), stream.standing());
    }
    return found;
  }

  private static List<Found> read(SamplePlace start, List<ShardSpan> spans, byte[] tar)
      throws IOException {
    List<Found> found = new ArrayList<>();
    try (ShardStream stream =
        ShardStream.from(
            start,
            List.of("other.tar", "t.tar"),
            spans,
            source(Map.of("t.tar", tar)),
            ShardLimits.DEFAULT,
            new BadSamples(),
            true)) {
      assertEquals(start.shard(), stream.standing().shard());
      for (Optional<Sample> s = stream.next(); s.isPresent(); s = stream.next()) {
        found.add(new Found(Tars.text(s.get()), stream.place(), stream.standing()));
      }
    }
    return found;
  }

  /** Stretches of a shard give its samples, and reading goes on within and between them. */
  @Test
  void stretchesOfAShard() throws IOException {
    byte[] tar =
        new Tars()
            .member("a.txt", "1")
            .member("b.txt", "2")
            .member("c.txt", "3")
            .member("d.txt", "4")
            .whole();
    List<ShardSpan> spans =
        List.of(
            new ShardSpan(1, 2, ShardSpan.OPEN), new ShardSpan(1, 1, 3), new ShardSpan(1, 0, 0));
    List<Found> all = read(SamplePlace.startOf(0), spans, tar);
    List<Found> plain = read(SamplePlace.startOf(0), List.of(new ShardSpan(1, 0, 9)), tar);
    assertEquals(
        Stream.of(2, 3, 1, 2).map(i -> plain.get(i).text()).toList(),
        all.stream().map(Found::text).toList());
    assertEquals(List.of(2L, 3L, 1L, 2L), all.stream().map(f -> f.place().sample()).toList());
    for (int i = 0; i < all.size(); i++) {
      assertEquals(all.subList(i, all.size()), read(all.get(i).place(), spans, tar));
      assertEquals(all.subList(i + 1, all.size()), read(all.get(i).standing(), spans, tar));
    }
    assertThrows(IllegalArgumentException.class, () -> new ShardSpan(0, 2, 1));
  }

  /** What a stretch begins behind is damaged: it has nothing, which is said, and others go on. */
  @Test
  void aStretchBehindTheDamage() throws IOException {
    byte[] tar = new Tars().member("a.txt", "1").member("b.txt", "2").whole();
    BadSamples bad = new BadSamples();
    try (ShardStream stream =
        ShardStream.from(
            SamplePlace.startOf(0),
            List.of("cut.tar", "whole.tar"),
            List.of(new ShardSpan(0, 1, ShardSpan.OPEN), new ShardSpan(1, 1, 2)),
            source(Map.of("cut.tar", Arrays.copyOf(tar, 600), "whole.tar", tar)),
            ShardLimits.DEFAULT,
            bad,
            false)) {
      assertEquals("b", stream.next().orElseThrow().key());
      assertTrue(stream.next().isEmpty());
    }
    assertEquals(Map.of(BadSamples.Reason.SHARD_DAMAGED, 1L), bad.counts());
  }

  /** Behind each sample, what follows is what followed. */
  private static void placesHold(Map<String, byte[]> tars) throws IOException {
    List<String> shards = List.copyOf(tars.keySet());
    ShardSource source = source(tars);
    List<Found> all = read(SamplePlace.startOf(0), shards, source);
    for (int i = 0; i < all.size(); i++) {
      assertEquals(all.subList(i, all.size()), read(all.get(i).place(), shards, source));
      assertEquals(all.subList(i + 1, all.size()), read(all.get(i).standing(), shards, source));
    }
    Map<SamplePlace, String> again = new HashMap<>();
    List<SamplePlace> places = new ArrayList<>(all.stream().map(Found::place).toList());
    Collections.reverse(places);
    new PlacedSamples(shards, source, ShardLimits.DEFAULT)
        .read(places, (place, sample) -> again.put(place, Tars.text(sample)));
    all.forEach(found -> assertEquals(found.text(), again.get(found.place())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ustar.tar", "gnu.tar", "pax.tar"})
  void inTheFormatsOfGnuTar(String file) throws IOException {
    byte[] tar = Tars.resource(file);
    Map<String, byte[]> shards = new LinkedHashMap<>();
    shards.put("whole.tar", tar);
    shards.put("cut.tar", Arrays.copyOf(tar, tar.length / 3));
    shards.put("empty.tar", new byte[0]);
    shards.put("again.tar", tar);
    placesHold(shards);
  }

  @Test
  void behindAHeaderThatCountsForAllShardsAreReadFromTheirStart() throws IOException {
    byte[] tar =
        new Tars()
            .member("a.txt", "1")
            .sharedHeader("path", "all.txt")
            .member("b.txt", "2")
            .member("c.txt", "3")
            .whole();
    List<Found> found = read(SamplePlace.startOf(0), List.of("t"), source(Map.of("t", tar)));
    assertEquals(0, found.get(found.size() - 1).place().offset());
    placesHold(Map.of("t", tar));
  }

  @Test
  void whatIsNotThereIsSaidWithItsPlace() {
    byte[] tar = new Tars().member("a.txt", "1").member("b.txt", "2").whole();
    PlacedSamples samples =
        new PlacedSamples(List.of("s.tar"), source(Map.of("s.tar", tar)), ShardLimits.DEFAULT);
    for (SamplePlace place :
        List.of(
            new SamplePlace(0, 512, 1), new SamplePlace(0, 1 << 20, 1), new SamplePlace(0, 0, 7))) {
      IOException e =
          assertThrows(IOException.class, () -> samples.read(List.of(place), (p, s) -> {}));
      assertTrue(
          e.getMessage().startsWith("shard s.tar: sample " + place.sample() + " cannot be read"),
          e.getMessage());
    }
    IOException e =
        assertThrows(
            IOException.class, () -> samples.read(List.of(new SamplePlace(1, 0, 0)), (p, s) -> {}));
    assertTrue(e.getMessage().contains("another list of shards"), e.getMessage());
  }

  @Test
  void sourcesOpenAtAnOffset() throws IOException {
    byte[] bytes = {1, 2, 3, 4, 5};
    Path file = folder.resolve("five");
    Files.write(file, bytes);
    ShardSource memory = shard -> new ByteArrayInputStream(bytes);
    for (ShardSource source : List.of(ShardSource.local(), memory)) {
      for (int offset = 0; offset <= 5; offset++) {
        try (InputStream in = source.open(file.toString(), offset)) {
          assertArrayEquals(Arrays.copyOfRange(bytes, offset, 5), in.readAllBytes());
        }
      }
      EOFException e =
          assertThrows(EOFException.class, () -> source.open(file.toString(), 6).close());
      assertEquals("it is shorter than the 6 bytes it had", e.getMessage());
    }
  }
}
