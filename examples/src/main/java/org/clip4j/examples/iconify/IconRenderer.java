package org.clip4j.examples.iconify;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.DocumentLimits;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.parser.resources.ResourcePolicy;
import com.github.weisj.jsvg.renderer.NullPlatformSupport;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Draws icons: antialiased, on white, in a square. A drawing that is not square is centred.
 *
 * <p>A drawing is from outside. Links out of it are refused, nested uses and paths are bounded, and
 * elements that depend on the machine (text needs its fonts) or could bring a picture of any size
 * (images, filters' inputs) fail the icon; none of the sets has them.
 */
final class IconRenderer {

  /** Held, because a logger that nobody holds forgets its level. */
  private static final Logger LIBRARY = Logger.getLogger("com.github.weisj.jsvg");

  static {
    // A bad drawing is counted here; the library would print a stack trace for each.
    LIBRARY.setLevel(Level.OFF);
  }

  private static final LoaderContext NOTHING_OUTSIDE =
      LoaderContext.builder()
          .externalResourcePolicy(ResourcePolicy.DENY_ALL)
          .documentLimits(DocumentLimits.DEFAULT)
          .build();

  private static final Pattern REFUSED =
      Pattern.compile(
          "<(?:[^\\s<>:/]+:)?(?:text|image|feImage|foreignObject|script|style|animate\\w*)\\b");

  private final int size;

  /**
   * A renderer of one size.
   *
   * @param size the pictures' width and height in pixels
   */
  IconRenderer(int size) {
    if (size < 1 || size > DrawingBoard.MAX_SIZE) {
      throw new IllegalArgumentException(
          "size must be 1 to " + DrawingBoard.MAX_SIZE + " pixels: " + size);
    }
    this.size = size;
  }

  /** Draws an icon, or returns nothing where its drawing cannot be read or rendered. */
  Optional<BufferedImage> render(Icon icon) {
    if (REFUSED.matcher(icon.body()).find()) {
      return Optional.empty();
    }
    byte[] svg = svg(icon).getBytes(StandardCharsets.UTF_8);
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      SVGDocument document =
          new SVGLoader().load(new ByteArrayInputStream(svg), null, NOTHING_OUTSIDE);
      if (document == null) {
        return Optional.empty();
      }
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, size, size);
      document.renderWithPlatform(
          NullPlatformSupport.INSTANCE, graphics, new ViewBox(0, 0, size, size));
      return Optional.of(image);
    } catch (RuntimeException | StackOverflowError e) {
      // The library tells a bad drawing by many exceptions of its own and of Java2D.
      return Optional.empty();
    } finally {
      graphics.dispose();
    }
  }

  /** Whether nothing is to be seen: every pixel is white. */
  static boolean isBlank(byte[] rgb) {
    for (byte value : rgb) {
      if (value != (byte) 0xff) {
        return false;
      }
    }
    return true;
  }

  /** The pixels, {@code [size][size][3]}. */
  static byte[] pixels(BufferedImage image) {
    int[] packed =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    byte[] rgb = new byte[3 * packed.length];
    for (int i = 0; i < packed.length; i++) {
      rgb[3 * i] = (byte) (packed[i] >> 16);
      rgb[3 * i + 1] = (byte) (packed[i] >> 8);
      rgb[3 * i + 2] = (byte) packed[i];
    }
    return rgb;
  }

  /** The whole document: the body, flipped and then turned about the middle of its box. */
  private String svg(Icon icon) {
    boolean turned = icon.quarterTurns() % 2 == 1;
    double width = turned ? icon.height() : icon.width();
    double height = turned ? icon.width() : icon.height();
    AffineTransform transform = AffineTransform.getTranslateInstance(width / 2, height / 2);
    transform.quadrantRotate(icon.quarterTurns());
    transform.scale(icon.flipHorizontal() ? -1 : 1, icon.flipVertical() ? -1 : 1);
    transform.translate(-icon.left() - icon.width() / 2, -icon.top() - icon.height() / 2);
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
            + " width=\"%d\" height=\"%d\" viewBox=\"0 0 %s %s\">"
            + "<g transform=\"matrix(%s %s %s %s %s %s)\">%s</g></svg>",
        size,
        size,
        width,
        height,
        transform.getScaleX(),
        transform.getShearY(),
        transform.getShearX(),
        transform.getScaleY(),
        transform.getTranslateX(),
        transform.getTranslateY(),
        icon.body());
  }
}
