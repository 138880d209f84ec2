package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.clip4j.core.json.StrictReader;
import org.clip4j.data.filter.FilterConfig;
import org.clip4j.data.filter.PairFacts;
import org.clip4j.data.filter.PairFilters;
import org.clip4j.data.image.PictureSize;
import org.junit.jupiter.api.Test;

class NoFileNamesTest {

  private static PairFacts pair(String... captions) {
    return PairFacts.of("key", List.of(captions), new PictureSize(640, 480), "{}");
  }

  @Test
  void leavesOutNamesOfFiles() {
    PairFilters filters = new PairFilters(List.of(new NoFileNames()));
    assertEquals(
        Optional.of("no_file_names"), filters.judge(pair("IMG_2041.JPG")).rejectedBy());
    assertEquals(
        List.of("a cat", "cat.jpg on a screen"),
        filters.judge(pair("cat.png", "a cat", "cat.jpg on a screen")).captions());
  }

  @Test
  void isFoundByItsName() {
    String config = "{\"custom\": [\"no_file_names\"]}";
    PairFilters found =
        StrictReader.read(StrictReader.parse(config, "test"), FilterConfig.class, "test", "")
            .toFilters();
    assertTrue(found.all().get(0) instanceof NoFileNames);
  }
}
