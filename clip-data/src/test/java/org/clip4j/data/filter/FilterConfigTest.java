package org.clip4j.data.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterConfigTest {

  private static FilterConfig read(String json) {
    return StrictReader.read(
        StrictReader.parse(json, "run.yaml"), FilterConfig.class, "run.yaml", "data.filter");
  }

  @Test
  void everyKeyMakesItsRuleCaptionsFirst() {
    FilterConfig config =
        read(
            "{\"custom\": [\"no_threes\"], \"json\": [{\"key\": \"a\", \"is\": 1}], \"max_aspect\":"
                + " 3, \"min_pixels\": 7, \"max_side\": 9, \"min_caption_words\": 2,"
                + " \"max_caption_chars\": 70}");
    assertEquals(
        List.of(
            "caption characters at most 70",
            "caption words at least 2",
            "side at most 9",
            "pixels at least 7",
            "aspect at most 3.0",
            "json a 1",
            "no_threes"),
        config.toFilters().all().stream().map(PairFilter::name).toList());
    FilterConfig again = read(StrictReader.write(config).toString());
    assertEquals(config.toFilters().all().size(), again.toFilters().all().size());
    assertTrue(read("{}").toFilters().isEmpty());
    assertEquals("{}", StrictReader.write(read("{}")).toString());
  }

  @Test
  void oneOfYourOwnIsFoundByItsName() {
    PairFilter found = read("{\"custom\": [\"no_threes\"]}").toFilters().all().get(0);
    assertInstanceOf(NoThrees.class, found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'min_sides': 3} | unknown key 'data.filter.min_sides'; did you mean"
            + " 'data.filter.min_side'?",
        "{'min_side': 0} | data.filter: min_side is to be at least 1, not 0",
        "{'min_side': 'x'} | data.filter.min_side: expected a whole number, not 'x'",
        "{'min_side': 9, 'max_side': 8} | min_side is 9, more than max_side, which is 8",
        "{'min_pixels': 9, 'max_pixels': 8} | min_pixels is 9, more than max_pixels, which is 8",
        "{'min_caption_chars': 9, 'max_caption_chars': 8} | more than max_caption_chars",
        "{'min_caption_words': 9, 'max_caption_words': 8} | more than max_caption_words",
        "{'max_aspect': 0.5} | max_aspect is the longer edge over the shorter one, 1 or more",
        "{'custom': ['no_three']} | custom: unknown filter 'no_three'; did you mean 'no_threes'?",
        "{'json': [{'is': 3}]} | data.filter: json[0]: key is missing",
        "{'json': [{'key': 'a'}]} | a: give what it is to be, by is, in, min or max",
        "{'json': [{'key': 'a', 'option': 3}]} | unknown key 'data.filter.json[0].option'; did you"
            + " mean 'data.filter.json[0].optional'?",
        "{'json': [{'key': 'a', 'is': 3, 'in': [4]}]} | is and in exclude each other: a",
        "{'json': [{'key': 'a', 'is': {}}]} | a is to be a text, a number, true or false, not {}",
        "{'json': [{'key': 'a', 'is': null}]} | a is to be a text, a number, true or false, not"
            + " null",
        "{'json': [{'key': 'a', 'in': []}]} | in is empty",
        "{'json': [{'key': 'a', 'min': 3, 'max': 2}]} | the range from 3.0 to 2.0 is empty",
        "{'json': {'key': 'a'}} | data.filter.json: expected a list"
      })
  void refusesInOneLineThatNamesTheKey(String json, String expected) {
    String line =
        assertThrows(ConfigException.class, () -> read(json.replace('\'', '"'))).getMessage();
    assertTrue(line.contains(expected.strip()), line);
    assertTrue(line.startsWith("run.yaml: "), line);
    assertEquals(1, line.lines().count());
  }
}
