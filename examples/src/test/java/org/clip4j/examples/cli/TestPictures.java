package org.clip4j.examples.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** A folder of drawn pictures, each a shape in a colour, with a table of captions. */
final class TestPictures {

  private static final Map<String, Color> COLOURS =
      new TreeMap<>(
          Map.of(
              "red", Color.RED,
              "green", Color.GREEN,
              "blue", Color.BLUE,
              "yellow", Color.YELLOW));

  private TestPictures() {}

  /** Writes eight pictures and {@code captions.csv}; returns the captions in their order. */
  static List<String> write(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> captions = new ArrayList<>();
    StringBuilder table = new StringBuilder("filepath,title\n");
    for (Map.Entry<String, Color> colour : COLOURS.entrySet()) {
      for (String shape : List.of("disc", "square")) {
        String caption = "a " + colour.getKey() + " " + shape;
        String file = colour.getKey() + "-" + shape + ".png";
        ImageIO.write(draw(colour.getValue(), shape), "png", folder.resolve(file).toFile());
        table.append(file).append(',').append(caption).append('\n');
        captions.add(caption);
      }
    }
    Files.writeString(folder.resolve("captions.csv"), table);
    return captions;
  }

  /** A picture that packing does not make smaller. */
  static byte[] noise(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static BufferedImage draw(Color colour, String shape) {
    BufferedImage image = new BufferedImage(24, 20, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 24, 20);
    graphics.setColor(colour);
    if (shape.equals("disc")) {
      graphics.fillOval(6, 4, 12, 12);
    } else {
      graphics.fillRect(6, 4, 12, 12);
    }
    graphics.dispose();
    return image;
  }
}
