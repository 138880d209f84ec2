package org.clip4j.train;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardWriter;
import org.clip4j.train.config.RunConfig;

/**
 * A run small enough for a test: coloured shapes and their names, and a model of a few thousand
 * values.
 */
final class TinyRun {

  static final List<String> SHAPES = List.of("square", "circle");
  static final List<String> COLOURS = List.of("red", "green", "blue", "black");

  private static final String CONFIG =
      """
      model_cfg:
        embed_dim: 16
        vision_cfg: {image_size: 16, patch_size: 8, width: 32, layers: 2, head_width: 16}
        text_cfg: {context_length: 8, vocab_size: 49408, width: 16, heads: 2, layers: 1}
      data:
        train: ["tiny-{000000..000001}.tar"]
        shuffle_buffer: 20
      eval:
        data: ["tiny-000000.tar"]
      train: {steps: 12, batch: 8, seed: 5, threads: 2}
      optim: {lr: 0.002, warmup_steps: 2}
      checkpoint: {every_steps: 4, keep: 9}
      log: {every_steps: 1}
      """;

  private TinyRun() {}

  /** Writes two shards of 24 pairs each and a configuration beside them. */
  static RunConfig prepare(Path folder, String... settings) throws IOException {
    Random random = new Random(1);
    try (ShardWriter writer = shards(folder)) {
      for (int i = 0; i < 48; i++) {
        String shape = SHAPES.get(i % 2);
        String colour = COLOURS.get(i / 2 % 4);
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("png", picture(shape, colour, random));
        parts.put("txt", (colour + " " + shape).getBytes(StandardCharsets.UTF_8));
        writer.write(new Sample(String.format("pair%03d", i), parts));
      }
    }
    Path config = folder.resolve("tiny.yaml");
    Files.writeString(config, CONFIG);
    return RunConfig.read(config, List.of(settings));
  }

  private static ShardWriter shards(Path folder) throws IOException {
    return new ShardWriter(folder, "tiny", 24, 1 << 20);
  }

  private static byte[] picture(String shape, String colour, Random random) throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, 16, 16);
    g.setColor(
        switch (colour) {
          case "red" -> Color.RED;
          case "green" -> Color.GREEN;
          case "blue" -> Color.BLUE;
          default -> Color.BLACK;
        });
    int x = 1 + random.nextInt(5);
    int y = 1 + random.nextInt(5);
    if (shape.equals("square")) {
      g.fillRect(x, y, 9, 9);
    } else {
      g.fillOval(x, y, 9, 9);
    }
    g.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
