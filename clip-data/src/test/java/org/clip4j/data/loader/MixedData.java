package org.clip4j.data.loader;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.clip4j.core.json.JsonKey;
import org.clip4j.data.filter.AspectFilter;
import org.clip4j.data.filter.CaptionLengthFilter;
import org.clip4j.data.filter.JsonFilter;
import org.clip4j.data.filter.PairFacts;
import org.clip4j.data.filter.PairFilter;
import org.clip4j.data.filter.PairFilters;
import org.clip4j.data.filter.SideFilter;

/** Shards of samples whose fate is known: good, turned away by each filter, bad in each way. */
final class MixedData {

  /** What a sample's key begins with. */
  enum Fate {
    GOOD,
    SIDE,
    ASPECT,
    CAPTION,
    SCORE,
    NO_SCORE,
    OWN,
    HEADER,
    PIXELS,
    NO_CAPTION,
    JSON,
    THROWS;

    boolean isFiltered() {
      return this == SIDE
          || this == ASPECT
          || this == CAPTION
          || this == SCORE
          || this == NO_SCORE
          || this == OWN;
    }
  }

  /** Texts, else the keys of JSON. */
  static final PairFields FIELDS =
      new PairFields(
          List.of("png"), List.of("txt", "json"), List.of("caption", "more"), false, true);

  static final PairFilters FILTERS =
      new PairFilters(
          List.of(
              new SideFilter(2, 6),
              new AspectFilter(2),
              new JsonFilter(new JsonKey("meta.score"), List.of(), 0.5, null, false),
              new Own(),
              new CaptionLengthFilter(4, 30)));

  private final Random random;
  private final PairData data = new PairData();
  private final Map<String, Fate> fates = new TreeMap<>();

  private MixedData(long seed) {
    this.random = new Random(seed);
  }

  /** Up to five shards, with a good sample at least. */
  static MixedData random(long seed) {
    MixedData mixed = new MixedData(seed);
    for (int left = 1 + mixed.random.nextInt(5); left > 0; left--) {
      mixed.shard(1 + mixed.random.nextInt(12));
    }
    return mixed;
  }

  private void shard(int count) {
    Map<String, Map<String, byte[]>> samples = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      int number = fates.size();
      Fate fate =
          number == 0 || random.nextInt(3) == 0
              ? Fate.GOOD
              : Fate.values()[random.nextInt(Fate.values().length)];
      String key = fate + "-" + number;
      fates.put(key, fate);
      samples.put(key, parts(fate, number));
    }
    data.shard(samples);
  }

  private Map<String, byte[]> parts(Fate fate, int number) {
    byte[] picture =
        switch (fate) {
          case SIDE -> PairData.png(number, random.nextBoolean() ? 1 : 7, 4);
          case ASPECT -> PairData.png(number, 2, 5);
          case HEADER -> PairData.text("not a picture");
          case PIXELS -> broken(PairData.png(number, 4, 3));
          default -> PairData.png(number, 2 + random.nextInt(3), 2 + random.nextInt(3));
        };
    String score =
        switch (fate) {
          case SCORE -> "{\"score\": 0.49}";
          case NO_SCORE -> random.nextBoolean() ? "{\"score\": \"0.9\"}" : "0.9";
          default -> "{\"score\": 0.5}";
        };
    String captions =
        switch (fate) {
          case CAPTION -> "\"caption\": \"abc\", \"more\": [\"" + "x".repeat(31) + "\"]";
          case NO_CAPTION -> "\"caption\": [\" \", 3, null]";
          default -> goodCaptions(number);
        };
    String json = "{\"meta\": " + score + ", " + captions + (fate == Fate.JSON ? "" : "}");
    return Map.of("png", picture, "json", PairData.text(json));
  }

  private String goodCaptions(int number) {
    return switch (random.nextInt(3)) {
      case 0 -> "\"caption\": \"number " + number + "\"";
      case 1 -> "\"caption\": [\"number " + number + "\", \"abc\", \"other " + number % 4 + "\"]";
      default -> "\"caption\": \"number " + number + "\", \"more\": [\"again " + number % 3 + "\"]";
    };
  }

  /** The header stays. */
  private static byte[] broken(byte[] png) {
    png[png.length - 20] ^= 1;
    return png;
  }

  PairData data() {
    return data;
  }

  int size() {
    return fates.size();
  }

  /** The keys of samples of a fate, sorted. */
  List<String> keys(Fate fate) {
    return fates.keySet().stream().filter(key -> fates.get(key) == fate).toList();
  }

  /** How many are turned away. */
  long filtered() {
    return fates.values().stream().filter(Fate::isFiltered).count();
  }

  /** The keys of those that are neither good nor turned away, sorted. */
  List<String> bad() {
    return fates.keySet().stream()
        .filter(key -> fates.get(key) != Fate.GOOD && !fates.get(key).isFiltered())
        .toList();
  }

  /** A filter as an application has it, which fails on some samples. */
  private static final class Own implements PairFilter {
    @Override
    public String name() {
      return "own";
    }

    @Override
    public boolean keeps(PairFacts pair) {
      if (pair.key().startsWith(Fate.THROWS.name())) {
        throw new IllegalStateException("own fault");
      }
      return !pair.key().startsWith(Fate.OWN.name());
    }
  }
}
