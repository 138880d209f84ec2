package org.clip4j.examples.iconify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IconRendererTest {

  private static final int WHITE = 0xffffffff;
  private static final int RED = 0xffff0000;
  private static final int BLUE = 0xff0000ff;

  /** Red at the top left, blue at the top right, nothing below, in a box of 20 x 10 at (5, 7). */
  private static final String CORNERS =
      "<path fill='#f00' d='M5 7h4v4h-4z'/><path fill='#00f' d='M21 7h4v4h-4z'/>";

  private static Icon icon(String body) {
    return new Icon("x", "", body, 0, 0, 16, 16, 0, false, false);
  }

  private static BufferedImage render(Icon icon) {
    return new IconRenderer(20).render(icon).orElseThrow();
  }

  /**
   * Where the two corners' colours are seen: at the corners of the box as it lies in the picture.
   */
  private static void assertCorners(
      int turns, boolean horizontal, boolean vertical, int x, int y, int otherX, int otherY) {
    BufferedImage image =
        render(new Icon("x", "", CORNERS, 5, 7, 20, 10, turns, horizontal, vertical));
    String turned = turns + " turns, flips " + horizontal + " " + vertical;
    assertEquals(RED, image.getRGB(x, y), turned);
    assertEquals(BLUE, image.getRGB(otherX, otherY), turned);
  }

  @Test
  void boxesFlipsAndTurns() {
    assertCorners(0, false, false, 1, 6, 18, 6);
    assertCorners(0, true, false, 18, 6, 1, 6);
    assertCorners(0, false, true, 1, 13, 18, 13);
    assertCorners(1, false, false, 13, 1, 13, 18);
    assertCorners(2, false, false, 18, 13, 1, 13);
    assertCorners(3, false, false, 6, 18, 6, 1);
    // Flipped first: left to right, and then a quarter clockwise.
    assertCorners(1, true, false, 13, 18, 13, 1);
  }

  @Test
  void antialiasedOnWhite() {
    BufferedImage image = render(icon("<circle cx='8' cy='8' r='6' fill='#000'/>"));
    assertEquals(WHITE, image.getRGB(0, 0));
    assertEquals(Color.BLACK.getRGB(), image.getRGB(10, 10));
    int greys = 0;
    for (int x = 0; x < 20; x++) {
      int value = image.getRGB(x, 5) & 0xff;
      greys += value > 0 && value < 255 ? 1 : 0;
    }
    assertTrue(greys > 0, "edges are not softened");
  }

  @Test
  void blankMeansAllWhite() {
    assertTrue(IconRenderer.isBlank(IconRenderer.pixels(render(icon("<g/>")))));
    assertTrue(IconRenderer.isBlank(IconRenderer.pixels(render(icon(square("#fff"))))));
    assertFalse(IconRenderer.isBlank(IconRenderer.pixels(render(icon(square("#fffffe"))))));
  }

  private static String square(String colour) {
    return "<path d='M0 0h16v16H0z' fill='" + colour + "'/>";
  }

  @Test
  void pixelsAreRedGreenBlue() {
    byte[] rgb = IconRenderer.pixels(render(icon(square("#102030"))));
    assertEquals(20 * 20 * 3, rgb.length);
    assertArrayEquals(new byte[] {0x10, 0x20, 0x30}, Arrays.copyOf(rgb, 3));
  }

  @Test
  void theSameTwice() {
    Icon icon = icon("<g transform='rotate(31 8 8)'>" + TinyArchive.GREEN_BAR + "</g>");
    assertArrayEquals(IconRenderer.pixels(render(icon)), IconRenderer.pixels(render(icon)));
  }

  @Test
  void brokenDrawingsFail() {
    for (String body :
        List.of(
            "<path",
            "</svg><svg>",
            "<g>",
            "<!DOCTYPE svg [<!ENTITY a 'b'>]><g/>",
            "<text>A</text>",
            "<svg:text xmlns:svg='http://www.w3.org/2000/svg'>A</svg:text>",
            "<style>@import url(x.css)</style>",
            "<g>".repeat(50_000) + "</g>".repeat(50_000))) {
      assertEquals(
          Optional.empty(),
          new IconRenderer(20).render(icon(body)),
          body.substring(0, Math.min(60, body.length())));
    }
  }

  private static void assertNoRed(BufferedImage image, String body) {
    for (int i = 0; i < 256; i++) {
      assertNotEquals(RED, image.getRGB(i % 16, i / 16), body);
    }
  }

  @Test
  void nothingOutsideIsRead(@TempDir Path folder) throws IOException {
    Path red = folder.resolve("red.png");
    BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      picture.setRGB(i % 16, i / 16, RED);
    }
    ImageIO.write(picture, "png", red.toFile());
    AtomicInteger calls = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try {
      String net = "http://127.0.0.1:" + server.getAddress().getPort() + "/red.png";
      for (String url : List.of(red.toUri().toString(), net)) {
        for (String body :
            List.of(
                "<image width='16' height='16' href='%s'/>",
                "<x-y:image xmlns:x-y='http://www.w3.org/2000/svg' width='16' height='16'"
                    + " xlink:href='%s'/>",
                "<use href='%s#a'/>",
                "<use xlink:href='%s'/>",
                "<path d='M0 0h16v16H0z' fill='url(%s#a) #fff'/>",
                "<g mask='url(%s#a)'/>")) {
          new IconRenderer(16)
              .render(icon(String.format(body, url)))
              .ifPresent(image -> assertNoRed(image, body));
        }
      }
    } finally {
      server.stop(0);
    }
    assertEquals(0, calls.get(), "connections were opened");
  }

  @Test
  void usesOfUsesComeToAnEnd() {
    StringBuilder body = new StringBuilder("<defs><g id='a0'>" + square("#00f") + "</g>");
    for (int i = 1; i < 12; i++) {
      body.append("<g id='a").append(i).append("'>");
      body.append(("<use href='#a" + (i - 1) + "'/>").repeat(10)).append("</g>");
    }
    body.append("</defs><use href='#a11'/>");
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> new IconRenderer(16).render(icon(body.toString())));
  }

  @Test
  void sizesAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> new IconRenderer(0));
    assertThrows(IllegalArgumentException.class, () -> new IconRenderer(1 << 20));
  }
}
