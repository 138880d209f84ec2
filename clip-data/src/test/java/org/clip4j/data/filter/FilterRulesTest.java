package org.clip4j.data.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.clip4j.core.json.StrictReader;
import org.clip4j.data.image.PictureSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule at its edges. */
class FilterRulesTest {

  private static PairFacts picture(int width, int height) {
    return PairFacts.of("k", List.of("c"), new PictureSize(width, height), "{}");
  }

  private static PairFacts json(String json) {
    return PairFacts.of("k", List.of("c"), new PictureSize(1, 1), json);
  }

  @ParameterizedTest
  @CsvSource({
    "64, , 64, 64, true",
    "64, , 63, 500, false",
    "64, , 500, 63, false",
    ", 100, 100, 3, true",
    ", 100, 3, 101, false",
    "10, 20, 10, 20, true",
    "10, 20, 10, 21, false",
    "10, 20, 9, 20, false",
    "10, 10, 10, 10, true"
  })
  void sides(Integer min, Integer max, int width, int height, boolean kept) {
    assertEquals(kept, new SideFilter(min, max).keeps(picture(width, height)));
  }

  @ParameterizedTest
  @CsvSource({
    "100, , 10, 10, true",
    "100, , 9, 11, false",
    ", 100, 10, 10, true",
    ", 100, 101, 1, false",
    ", 3000000000, 50000, 50000, true",
    ", 2000000000, 50000, 50000, false"
  })
  void pixels(Long min, Long max, int width, int height, boolean kept) {
    assertEquals(kept, new PixelsFilter(min, max).keeps(picture(width, height)));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 7, 7, true",
    "1, 7, 8, false",
    "3, 300, 100, true",
    "3, 100, 300, true",
    "3, 301, 100, false",
    "3, 100, 301, false",
    "1.5, 2, 3, true"
  })
  void aspects(double max, int width, int height, boolean kept) {
    assertEquals(kept, new AspectFilter(max).keeps(picture(width, height)));
  }

  @ParameterizedTest
  @CsvSource({
    "3, , cat, true",
    "4, , cat, false",
    ", 3, cat, true",
    ", 2, cat, false",
    "2, 2, \ud83d\ude00\ud83d\ude00, true",
    "3, , \ud83d\ude00\ud83d\ude00, false"
  })
  void captionCharacters(Integer min, Integer max, String caption, boolean kept) {
    assertEquals(kept, new CaptionLengthFilter(min, max).keepsCaption(caption));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, cat, true",
    "2, , cat, false",
    "3, 3, a  black\tcat, true",
    ", 2, a black cat, false",
    "4, , a black cat, false"
  })
  void captionWords(Integer min, Integer max, String caption, boolean kept) {
    assertEquals(kept, new CaptionWordsFilter(min, max).keepsCaption(caption));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'key': 'a', 'is': 'en'} | {'a': 'en'}        | true",
        "{'key': 'a', 'is': 'en'} | {'a': 'EN'}        | false",
        "{'key': 'a', 'is': 'en'} | {'a': ['en']}      | false",
        "{'key': 'a', 'is': 3} | {'a': 3.0}         | true",
        "{'key': 'a', 'is': 3} | {'a': '3'}         | false",
        "{'key': 'a', 'is': '3'} | {'a': 3}           | false",
        "{'key': 'a', 'is': true} | {'a': true}        | true",
        "{'key': 'a', 'is': true} | {'a': 'true'}      | false",
        "{'key': 'a', 'is': 9007199254740993} | {'a': 9007199254740992} | false",
        "{'key': 'a', 'is': 9007199254740993} | {'a': 9007199254740993} | true",
        "{'key': 'a', 'in': ['en', 'de']} | {'a': 'de'}        | true",
        "{'key': 'a', 'in': ['en', 'de']} | {'a': 'fr'}        | false",
        "{'key': 'a', 'min': 0.28} | {'a': 0.28}        | true",
        "{'key': 'a', 'min': 0.28} | {'a': 0.27}        | false",
        "{'key': 'a', 'min': 0.28} | {'a': '0.5'}       | false",
        "{'key': 'a', 'min': 0.28} | {'a': true}        | false",
        "{'key': 'a', 'max': 5} | {'a': 5}           | true",
        "{'key': 'a', 'max': 5} | {'a': 1e400}       | false",
        "{'key': 'a', 'min': 1, 'max': 5} | {'a': 0}           | false",
        "{'key': 'a', 'min': 1, 'in': [0, 2]} | {'a': 0}           | false",
        "{'key': 'a.b', 'is': 1} | {'a': {'b': 1}}    | true",
        "{'key': 'a.b', 'is': 1} | {'a': 1}           | false",
        "{'key': 'a', 'is': 1} | {}                 | false",
        "{'key': 'a', 'is': 1} | {'a': null}        | false",
        "{'key': 'a', 'is': 1, 'optional': true} | {}                | true",
        "{'key': 'a', 'is': 1, 'optional': true} | {'a': null}       | true",
        "{'key': 'a', 'is': 1, 'optional': true} | {'a': 2}          | false",
        "{'key': 'a', 'min': 1, 'optional': true} | {'a': 'x'}       | false"
      },
      quoteCharacter = '`')
  void jsonValues(String rule, String sample, boolean kept) {
    JsonFilter filter =
        StrictReader.read(
                StrictReader.parse(rule.replace('\'', '"'), "rule"), JsonRule.class, "rule", "")
            .toFilter();
    assertEquals(kept, filter.keeps(json(sample.replace('\'', '"'))), filter.name());
  }

  @Test
  void theySayWhatTheyAskFor() {
    assertEquals("side at least 64", new SideFilter(64, null).name());
    assertEquals("side from 64 to 512", new SideFilter(64, 512).name());
    assertEquals("pixels at most 100", new PixelsFilter(null, 100L).name());
    assertEquals("aspect at most 3.0", new AspectFilter(3).name());
    assertEquals("caption characters at least 5", new CaptionLengthFilter(5, null).name());
    assertEquals("caption words from 2 to 60", new CaptionWordsFilter(2, 60).name());
    String rules =
        "{\"json\": [{\"key\": \"lang\", \"in\": [\"en\", \"de\"]}, {\"key\": \"a.b\", \"min\":"
            + " 0.28}, {\"key\": \"nsfw\", \"is\": false}]}";
    PairFilters filters =
        StrictReader.read(
                StrictReader.parse(rules, "test"), FilterConfig.class, "test", "data.filter")
            .toFilters();
    assertEquals(
        List.of("json lang one of \"en\", \"de\"", "json a.b at least 0.28", "json nsfw false"),
        filters.all().stream().map(PairFilter::name).toList());
  }

  @Test
  void rulesThatNothingPassesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new SideFilter(3, 2));
    assertThrows(IllegalArgumentException.class, () -> new PixelsFilter(3L, 2L));
    assertThrows(IllegalArgumentException.class, () -> new AspectFilter(0.9));
    assertThrows(IllegalArgumentException.class, () -> new AspectFilter(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new CaptionLengthFilter(3, 2));
    assertThrows(IllegalArgumentException.class, () -> new CaptionWordsFilter(3, 2));
  }
}
