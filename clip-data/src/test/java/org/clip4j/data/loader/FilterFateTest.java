package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clip4j.core.json.JsonKey;
import org.clip4j.data.filter.JsonFilter;
import org.clip4j.data.filter.PairFacts;
import org.clip4j.data.filter.PairFilter;
import org.clip4j.data.filter.PairFilters;
import org.clip4j.data.filter.SideFilter;
import org.clip4j.data.webdataset.BadSample;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.Sample;
import org.junit.jupiter.api.Test;

/** What becomes of a sample that a filter cannot judge. */
class FilterFateTest {

  private static final PairFilter SIDE = new SideFilter(1, null);
  private static final PairFilter JSON =
      new JsonFilter(new JsonKey("a"), List.of(), 1.0, null, false);

  private final List<BadSample> told = new ArrayList<>();
  private final BadSamples bad = new BadSamples(told::add);

  private boolean passes(PairFilter filter, String picture, String part, String content) {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("png", picture.isEmpty() ? PairData.png(7) : PairData.text(picture));
    parts.put("txt", PairData.text("a caption"));
    parts.put(part, PairData.text(content));
    return new PairSelector(PairFields.DEFAULT, new PairFilters(List.of(filter)), bad)
        .select(new Sample("key", parts, "s.tar", 0), 5)
        .isPresent();
  }

  @Test
  void aHeaderThatCannotBeReadIsABadPicture() {
    assertTrue(passes(JSON, "no picture", "json", "{\"a\": 1}"), "nobody asked");
    assertTrue(!passes(SIDE, "no picture", "json", "{}"));
    assertEquals(Map.of(Reason.PICTURE_UNREADABLE, 1L), bad.counts());
    assertEquals("not a JPEG, PNG, WebP, GIF or BMP picture", told.get(0).detail());
    assertEquals(0, bad.filtered());
  }

  @Test
  void jsonThatDoesNotParseIsABadSample() {
    assertTrue(passes(SIDE, "", "json", "{"), "nobody asked");
    assertTrue(!passes(JSON, "", "json", "{"));
    assertEquals(Map.of(Reason.FILTER_FAILED, 1L), bad.counts());
    assertTrue(told.get(0).detail().startsWith("part 'json' is not JSON: "), told.toString());
  }

  @Test
  void jsonWithMoreBehindItsEndIsABadSample() {
    assertTrue(!passes(JSON, "", "json", "{\"a\": 1} {\"a\": 2}"));
    assertEquals(
        "part 'json' is not JSON: something stands behind its end (line 1, column 10)",
        told.get(0).detail());
  }

  @Test
  void jsonThatIsNotThereDoesNotPass() {
    assertTrue(!passes(JSON, "", "cls", "3"));
    assertTrue(!passes(JSON, "", "json", "[1]"));
    assertTrue(passes(JSON, "", "meta.json", "{\"a\": 1}"));
    assertEquals(Map.of(), bad.counts());
    assertEquals(Map.of("json a at least 1.0", 2L), bad.filteredBy());
  }

  @Test
  void aFilterThatFailsMakesABadSample() {
    PairFilter fails =
        new PairFilter() {
          @Override
          public String name() {
            return "mine";
          }

          @Override
          public boolean keeps(PairFacts pair) {
            throw new IllegalStateException("own fault");
          }
        };
    assertTrue(!passes(fails, "", "json", "{}"));
    assertEquals(Map.of(Reason.FILTER_FAILED, 1L), bad.counts());
    assertEquals(
        "filter 'mine' failed: java.lang.IllegalStateException: own fault", told.get(0).detail());
  }
}
