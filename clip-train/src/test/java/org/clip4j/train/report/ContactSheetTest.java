package org.clip4j.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.clip4j.data.check.SheetSample;
import org.clip4j.data.check.SheetSample.Thumbnail;
import org.clip4j.data.image.RgbImage;
import org.clip4j.data.webdataset.BadSample;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContactSheetTest {

  private static RgbImage noise(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new Random(1).nextBytes(rgb);
    return new RgbImage(width, height, rgb);
  }

  private static SheetSample good(String text) {
    return new SheetSample(
        text,
        text,
        Optional.of(1_049_088L),
        text,
        Optional.of(text),
        Optional.of(new Thumbnail(noise(16, 12), 1600, 1200)),
        Optional.empty());
  }

  private static SheetSample bad(String text) {
    return new SheetSample(
        text,
        text,
        Optional.empty(),
        text,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new BadSample(text, text, null, Reason.CAPTION_NOT_UTF8, text)));
  }

  private static Document page(List<SheetSample> samples) throws IOException {
    return Jsoup.parse(ContactSheet.render("Samples", "Two samples.", samples));
  }

  @Test
  void showsPictureCaptionKeySizesAndReason() throws IOException {
    Document page = page(List.of(good("a"), bad("b"), good("a")));
    assertEquals(List.of("a", "b"), page.select("h2").eachText(), "by shard");
    assertEquals(3, page.select("li.sample").size());
    assertEquals(1, page.select("li.bad").size());
    assertEquals("caption not utf8 b", page.selectFirst(".problem").text());
    assertEquals("no picture", page.selectFirst("li.bad .none").text());
    Element first = page.selectFirst("li.sample");
    assertEquals("a", first.selectFirst(".caption").text());
    assertEquals(
        "1600 \u00d7 1200 \u00b7 a \u00b7 byte 1,049,088", first.select(".small").get(1).text());
    String uri = first.selectFirst("img").attr("src");
    assertTrue(uri.startsWith("data:image/jpeg;base64,"), uri);
    BufferedImage shown =
        ImageIO.read(
            new ByteArrayInputStream(
                Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1))));
    assertEquals(16, shown.getWidth());
    assertEquals(12, shown.getHeight());
  }

  @ParameterizedTest
  @MethodSource("org.clip4j.train.report.HostileTexts#all")
  void hostileTextsStayTexts(String hostile, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("sheet.html");
    ContactSheet.write(hostile, hostile, List.of(good(hostile), bad(hostile)), file);
    Document page = Jsoup.parse(Files.readString(file));
    Document plain = page(List.of(good("x"), bad("x")));
    assertEquals(plain.getAllElements().size(), page.getAllElements().size());
    for (int i = 0; i < plain.getAllElements().size(); i++) {
      assertEquals(plain.getAllElements().get(i).tagName(), page.getAllElements().get(i).tagName());
      for (Attribute attribute : page.getAllElements().get(i).attributes()) {
        assertFalse(attribute.getKey().startsWith("on"), attribute.getKey());
        assertTrue(
            !attribute.getKey().equals("src") || attribute.getValue().startsWith("data:image/"));
      }
    }
    assertTrue(page.select("script, link, iframe, object, embed, base, form").isEmpty());
    assertNotNull(
        page.selectFirst("meta[http-equiv=Content-Security-Policy][content^=default-src 'none']"));
    String shown = Text.line(hostile);
    for (Element text : page.select("h1 bdi, h2 bdi, .caption bdi, .problem bdi")) {
      assertEquals(shown, text.wholeText());
    }
  }

  /** Two hundred pictures that are as hard to compress as can be. */
  @Test
  void aPageStaysSmall() throws IOException {
    SheetSample sample =
        new SheetSample(
            "s",
            "k".repeat(5000),
            Optional.empty(),
            "jpg 1 B",
            Optional.of("c".repeat(100_000)),
            Optional.of(new Thumbnail(noise(160, 160), 160, 160)),
            Optional.empty());
    String page = ContactSheet.render("t", "s", Collections.nCopies(200, sample));
    assertTrue(page.length() < 8 << 20, "" + page.length());
  }

  @Test
  void nothingIsAPageToo() throws IOException {
    assertEquals("No samples.", page(List.of()).selectFirst(".lead").text());
  }
}
