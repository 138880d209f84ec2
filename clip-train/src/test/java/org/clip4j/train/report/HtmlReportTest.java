package org.clip4j.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clip4j.train.eval.EvalResult;
import org.clip4j.train.eval.Rate;
import org.clip4j.train.eval.ZeroShotScore;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HtmlReportTest {

  private static Document page(ReportData data) throws IOException {
    return Jsoup.parse(HtmlReport.render(data));
  }

  private static ReportData sample() {
    return SampleReport.data("A run", SampleReport.captions());
  }

  private static ReportData withEval(EvalResult eval) {
    ReportData data = sample();
    return new ReportData(
        data.title(),
        data.summary(),
        Optional.ofNullable(eval),
        data.metrics(),
        data.pictures(),
        data.captions(),
        data.provenance());
  }

  /** Curves and origin, and no figures that there are not. */
  @Test
  void aRunThatWasNotEvaluatedHasAPageToo() throws IOException {
    Document page = page(withEval(null));
    assertTrue(page.select("#figures, .tiles, .verdict").isEmpty());
    assertTrue(page.select("a[href=#figures]").isEmpty());
    assertEquals(page(sample()).select("figure").size(), page.select("figure").size());
    assertEquals("Where it came from", page.selectFirst("#origin-title").text());
  }

  @ParameterizedTest
  @MethodSource("org.clip4j.train.report.HostileTexts#all")
  void hostileTextsStayTexts(String hostile, @TempDir Path folder) throws IOException {
    List<String> captions = new ArrayList<>();
    for (int i = 0; i < SampleReport.NAMES; i++) {
      captions.add(hostile);
    }
    ReportData data = SampleReport.data(hostile, captions);
    Path file = folder.resolve("report.html");
    HtmlReport.write(
        new ReportData(
            hostile,
            hostile,
            data.eval(),
            data.metrics(),
            data.pictures(),
            data.captions(),
            new Provenance(
                hostile, 1, hostile, hostile, 2, hostile, hostile, Map.of(hostile, hostile))),
        file);
    Document page = Jsoup.parse(Files.readString(file));
    Document plain = page(sample());

    // The same elements and the same kinds of attributes as a harmless report has.
    for (String tag : Set.of("script", "style", "img", "a", "b", "link", "title", "p", "li")) {
      assertEquals(plain.select(tag).size(), page.select(tag).size(), tag);
    }
    assertOffline(page);
    String shown = Text.line(hostile);
    assertEquals(shown, page.selectFirst("h1 bdi").wholeText());
    for (Element name : page.select(".name bdi, .subject bdi, .strip h3 bdi, .summary bdi")) {
      assertEquals(shown, name.wholeText());
    }
    assertEquals(shown, page.selectFirst(".example img").attr("alt"));
    assertEquals(Text.block(hostile), page.selectFirst("pre").wholeText());
  }

  private static void assertOffline(Document page) {
    for (Element element : page.getAllElements()) {
      for (Attribute attribute : element.attributes()) {
        String key = attribute.getKey();
        String value = attribute.getValue();
        assertFalse(key.startsWith("on"), () -> element.tagName() + " has " + key);
        if (key.equals("src")) {
          assertTrue(value.startsWith("data:image/"), value);
        }
        if (key.equals("href")) {
          assertTrue(value.startsWith("#"), value);
        }
        if (key.equals("style")) {
          assertTrue(value.matches("[a-z0-9:.%;()\\- ]+"), value);
        }
      }
    }
    assertTrue(page.select("link, iframe, object, embed, base, form, video, audio").isEmpty());
    assertEquals(1, page.select("script").size());
    assertEquals(1, page.select("style").size());
    for (String code : List.of(page.select("style").html(), page.select("script").html())) {
      assertFalse(code.matches("(?s).*(https?:|//[a-z]|url\\(|@import|fetch\\(|src=).*"), code);
    }
  }

  @Test
  void loadsNothingAndSaysSo() throws IOException, GeneralSecurityException {
    Document page = page(sample());
    assertOffline(page);
    assertFalse(page.html().contains("http:"));
    assertFalse(page.html().contains("https:"));
    // The policy lets run exactly the script that stands there.
    String script = page.selectFirst("script").data();
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
    String policy = page.selectFirst("meta[http-equiv]").attr("content");
    assertTrue(policy.contains("default-src 'none'"), policy);
    assertTrue(
        policy.contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'"),
        policy);
  }

  @Test
  void everyPictureAndChartCanBeReadAloud() throws IOException {
    Document page = page(sample());
    for (Element image : page.select("img")) {
      assertFalse(image.attr("alt").isBlank());
    }
    assertEquals(6, page.select(".chart svg > title").size());
    assertTrue(
        page.selectFirst(".chart svg > desc").text().startsWith("Loss: "),
        page.selectFirst(".chart svg > desc").text());
    assertEquals("en", page.selectFirst("html").attr("lang"));
    for (Element chart : page.select(".chart svg:not([role=img])")) {
      assertEquals("true", chart.attr("aria-hidden"));
    }
  }

  @Test
  void marksExactlyTheRightGuesses() throws IOException {
    ReportData data = sample();
    Document page = page(data);
    List<Element> cards = page.select(".example");
    assertEquals(data.pictures().size(), cards.size());
    for (int i = 0; i < cards.size(); i++) {
      PictureExample example = data.pictures().get(i);
      List<Element> names = cards.get(i).select("ol > li");
      boolean found = false;
      for (int place = 0; place < 5; place++) {
        boolean right = example.guesses().get(place).right();
        found |= right;
        assertEquals(right, names.get(place).hasClass("right"));
        assertEquals(right, names.get(place).select(".sr").hasText());
      }
      assertEquals(found, cards.get(i).select(".missed").isEmpty());
    }
  }

  @Test
  void saysPlainlyWhenTheBaselineIsBetter() throws IOException {
    String below = page(withEval(SampleReport.eval(187, 490))).select(".verdict").text();
    assertTrue(below.contains("below the pixel look-up baseline"), below);
    assertTrue(below.contains("keeps all 9,955 training pictures"), below);
    assertTrue(below.contains("seen each about 77 times"), below);
    assertTrue(below.contains("12.0%") && below.contains("31.5%"), below);

    String level = page(withEval(SampleReport.eval(480, 490))).select(".verdict").text();
    assertTrue(level.contains("do not tell the two apart"), level);
    assertFalse(level.contains("below") || level.contains("above"), level);

    String above = page(withEval(SampleReport.eval(620, 490))).select(".verdict").text();
    assertTrue(above.contains("above the pixel look-up baseline"), above);
    assertFalse(above.contains("Why"), above);

    String blind = page(withEval(SampleReport.eval(1, 490))).select(".verdict").text();
    assertTrue(blind.contains("cannot be told from guessing"), blind);
  }

  @Test
  void showsWhatThereIsAndNoMore() throws IOException {
    Rate rate = new Rate(1, 10, 0.1);
    Document page =
        page(
            new ReportData(
                "t",
                "s",
                Optional.of(
                    new EvalResult(
                        new ZeroShotScore(rate, rate, 10),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0)),
                MetricsLog.empty(),
                List.of(),
                List.of(),
                SampleReport.provenance()));
    assertEquals(List.of("figures", "origin"), page.select("section").eachAttr("id"));
    assertEquals(2, page.select("tbody tr:not(.group)").size());
    assertFalse(page.select(".verdict").text().contains("baseline"));
    assertEquals(2, page.select("nav a").size());
  }

  @Test
  void everyFigureStandsBesideItsIntervalAndChance() throws IOException {
    Document page = page(sample());
    Element first = page.selectFirst("tbody tr:not(.group)");
    assertEquals(
        List.of("12.0%", "10.5% \u2013 13.7%", "0.06%", "187"), first.select("td.num").eachText());
    assertEquals(1, page.select("tr.baseline").size());
    // 1 zero-shot group of 3, categories without their idle top-5, 2 x 3 recalls.
    assertEquals(10, page.select("tbody tr:not(.group)").size());
  }

  @Test
  void replacesAnOlderReport(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "older");
    HtmlReport.write(sample(), file);
    assertTrue(Files.readString(file).startsWith("<!doctype html>"));
    try (var left = Files.list(folder)) {
      assertEquals(1, left.count());
    }
  }
}
