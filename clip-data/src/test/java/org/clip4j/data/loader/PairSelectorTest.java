package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairSelectorTest {

  private static final byte[] PICTURE = {1, 2, 3};
  private final BadSamples bad = new BadSamples();

  private int samples;

  private Optional<Pair> select(PairFields fields, Map<String, byte[]> parts) {
    return new PairSelector(fields, bad).select(new Sample("key", parts, "s.tar", 0), 5);
  }

  private Optional<String> caption(String part, byte[] bytes) {
    // A key of its own, for what comes again under the same key is counted once.
    Sample sample =
        new Sample("sample" + samples++, Map.of("jpg", PICTURE, part, bytes), "s.tar", 0);
    return new PairSelector(PairFields.DEFAULT, bad).select(sample, 5).map(Pair::caption);
  }

  @Test
  void takesTextBeforeJsonAndTheFirstPicture() {
    Map<String, byte[]> parts =
        Map.of(
            "png",
            new byte[] {9},
            "jpeg",
            PICTURE,
            "txt",
            PairData.text(" \u00fcber\n"),
            "json",
            PairData.text("{\"caption\":\"j\"}"),
            "cls",
            new byte[0]);
    Pair pair = select(PairFields.DEFAULT, parts).orElseThrow();
    assertEquals("\u00fcber", pair.caption());
    assertArrayEquals(PICTURE, pair.picture().bytes());
    assertEquals(5, pair.place());
    assertEquals("s.tar", pair.shard());
    assertEquals("key", pair.key());
  }

  @Test
  void partsAreConfigurable() {
    PairFields fields = new PairFields(List.of("img.png"), List.of("meta.json"), "TEXT");
    Map<String, byte[]> parts =
        Map.of(
            "png",
            new byte[] {9},
            "img.png",
            PICTURE,
            "txt",
            PairData.text("t"),
            "meta.json",
            PairData.text("{\"TEXT\": \"j\"}"));
    assertEquals("j", select(fields, parts).orElseThrow().caption());
    assertThrows(
        IllegalArgumentException.class,
        () -> new PairFields(List.of("JPG"), List.of("txt"), "caption"));
    assertThrows(
        IllegalArgumentException.class, () -> new PairFields(List.of(), List.of("txt"), "caption"));
  }

  /** No letter, though Java's own white space is only some of it. */
  @ParameterizedTest
  @ValueSource(strings = {" \t\n", "\u00a0\u3000", "\u0000\u0001", "\u200b\ufeff\u2028"})
  void aCaptionOfNothingThatCanBeReadIsMissing(String text) {
    Map<String, byte[]> parts = Map.of("jpg", PICTURE, "txt", PairData.text(text));
    assertEquals(Optional.empty(), select(PairFields.DEFAULT, parts));
    assertEquals(1, bad.count(Reason.CAPTION_MISSING));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "txt | ' \n\t' | CAPTION_MISSING",
        "cls | 3 | CAPTION_MISSING",
        "json | {\"caption\": 3} | CAPTION_MISSING",
        "json | {\"other\": \"x\"} | CAPTION_MISSING",
        "json | [1] | CAPTION_MISSING",
        "json | '' | CAPTION_MISSING",
        "json | {\"caption\": | CAPTION_UNUSABLE",
        "json | {\"caption\": \"  \"} | CAPTION_MISSING",
      })
  void badCaptionsAreCounted(String part, String text, Reason reason) {
    assertEquals(Optional.empty(), caption(part, PairData.text(text)));
    assertEquals(Map.of(reason, 1L), bad.counts());
  }

  @Test
  void captionsAreStrictUtf8() {
    byte[][] broken = {
      {(byte) 0xc3},
      {'a', (byte) 0xff},
      {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
      {(byte) 0xc0, (byte) 0x80}
    };
    for (byte[] bytes : broken) {
      assertEquals(Optional.empty(), caption("txt", bytes));
      assertEquals(Optional.empty(), caption("json", bytes));
    }
    assertEquals(Map.of(Reason.CAPTION_NOT_UTF8, 8L), bad.counts());
    assertEquals(
        Optional.of("x"),
        caption("txt", PairData.text("\uFEFFx")),
        "a byte-order mark is no part of the caption");
  }

  @Test
  void endlessCaptionsAndNestingAreRefused() {
    assertEquals(Optional.empty(), caption("txt", new byte[(1 << 20) + 1]));
    assertEquals(Optional.empty(), caption("json", PairData.text("[".repeat(1 << 20))));
    assertEquals(Map.of(Reason.CAPTION_UNUSABLE, 2L), bad.counts());
  }

  @Test
  void whatComesAgainInALaterEpochIsCountedOnce() {
    for (int epoch = 0; epoch < 3; epoch++) {
      assertEquals(Optional.empty(), select(PairFields.DEFAULT, Map.of("jpg", PICTURE)));
    }
    assertEquals(Map.of(Reason.CAPTION_MISSING, 1L), bad.counts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a': 'x'}                        | [x]",
        "{'b': {'c': 'y'}, 'a': 'x'}       | [x, y]",
        "{'a': ['x', ' z\\n', '', 'x']}  | [x, z]",
        "{'a': ['x', 3, null, ['w'], {}]}  | [x]",
        "{'a': 3, 'b': {'c': ['y']}}       | [y]",
        "{'b.c': 'whole', 'b': {'c': 'y'}} | [whole]",
        "{'a': '', 'b': {'c': []}}         |",
        "{'b': 'x'}                        |",
        "['x']                             |"
      },
      quoteCharacter = '`')
  void jsonMayHaveSeveralCaptions(String json, String expected) {
    PairFields fields =
        new PairFields(List.of("jpg"), List.of("json"), List.of("a", "b.c"), false, false);
    Optional<Pair> pair =
        select(fields, Map.of("jpg", PICTURE, "json", PairData.text(json.replace('\'', '"'))));
    assertEquals(expected, pair.map(p -> p.captions().toString()).orElse(null));
    assertEquals(expected == null ? Map.of(Reason.CAPTION_MISSING, 1L) : Map.of(), bad.counts());
  }

  @Test
  void partsMayHaveSeveralCaptions() {
    Map<String, byte[]> parts =
        Map.of(
            "jpg", PICTURE,
            "txt", PairData.text("one \r\n\n two\n"),
            "json", PairData.text("{\"caption\": \"three\"}"));
    List<String> both = List.of("txt", "json");
    List<String> key = List.of("caption");
    List<String> jpg = List.of("jpg");
    assertEquals(
        List.of("one \r\n\n two"),
        select(new PairFields(jpg, both, key, false, false), parts).orElseThrow().captions());
    assertEquals(
        List.of("one", "two"),
        select(new PairFields(jpg, both, key, false, true), parts).orElseThrow().captions());
    assertEquals(
        List.of("one", "two", "three"),
        select(new PairFields(jpg, both, key, true, true), parts).orElseThrow().captions());
    assertEquals(
        List.of("three"),
        select(
                new PairFields(jpg, both, key, true, true),
                Map.of("jpg", PICTURE, "json", parts.get("json")))
            .orElseThrow()
            .captions());
    assertThrows(
        IllegalArgumentException.class, () -> new PairFields(jpg, both, List.of(), false, false));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PairFields(jpg, both, List.of(" "), false, false));
  }

  @Test
  void templatesAreDrawnAlike() {
    CaptionAugment augment = CaptionAugment.templates(List.of("a {}.", "{} or {}", "{}"));
    DeterministicRandom random = new DeterministicRandom(1);
    int[] counts = new int[3];
    for (int i = 0; i < 3000; i++) {
      String caption = augment.apply("$1 cat", random);
      counts[List.of("a $1 cat.", "$1 cat or $1 cat", "$1 cat").indexOf(caption)]++;
    }
    for (int count : counts) {
      assertEquals(1000, count, 130);
    }
    assertEquals("cat", CaptionAugment.identity().apply("cat", random));
    assertThrows(
        IllegalArgumentException.class, () -> CaptionAugment.templates(List.of("a photo")));
    assertThrows(IllegalArgumentException.class, () -> CaptionAugment.templates(List.of()));
  }
}
