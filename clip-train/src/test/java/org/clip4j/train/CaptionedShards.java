package org.clip4j.train;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardWriter;

/** Pairs with two or three captions and a score each, of which filters turn half away. */
final class CaptionedShards {

  static final int PAIRS = 24;

  /** What finds the captions, and turns the small and the badly scored away. */
  static final List<String> FILTER =
      List.of(
          "data.filter={min_side: 12, json: [{key: meta.score, min: 0.5, optional: true}]}",
          "data.caption={json_keys: [alt, meta.texts]}",
          "data.unique_captions=true");

  private CaptionedShards() {}

  /**
   * Writes {@code more-000000.tar} and so on.
   *
   * @param most pairs of a shard
   */
  static void write(Path folder, int most) throws IOException {
    try (ShardWriter writer = new ShardWriter(folder, "more", most, 1 << 20)) {
      for (int i = 0; i < PAIRS; i++) {
        String json =
            "{\"alt\": \"thing %d\", \"meta\": {\"score\": %s, \"texts\": [\"a thing\", \"%d\"]}}";
        byte[] text =
            String.format(json, i, i % 4 == 1 ? "0.4" : "0.6", i).getBytes(StandardCharsets.UTF_8);
        int side = i % 4 == 0 ? 11 : 12;
        writer.write(new Sample("more" + i, Map.of("png", picture(side), "json", text)));
      }
    }
  }

  private static byte[] picture(int side) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }
}
