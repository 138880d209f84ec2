package org.clip4j.encoders;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The groups that open_clip divides an encoder into, from its input on, where a part of it is to
 * stay as it is: the embeddings with what comes before the blocks; each block, the last with the
 * norm behind it; the projection.
 *
 * @param layers blocks of the encoder
 */
public record LayerGroups(int layers) {

  private static final Pattern BLOCK = Pattern.compile("transformer\\.resblocks\\.(\\d+)\\.");

  /** How many there are. */
  public int count() {
    return layers + 2;
  }

  /** The group of the last block and of the norm behind it. */
  int lastBlock() {
    return layers;
  }

  /** The group of the projection. */
  int projection() {
    return layers + 1;
  }

  /**
   * The group of a parameter, from 0.
   *
   * @param parameter its name in the state dict; of an encoder, not of the logits
   */
  public int of(String parameter) {
    Matcher block = BLOCK.matcher(parameter);
    if (block.find()) {
      return 1 + Integer.parseInt(block.group(1));
    }
    String name = parameter.startsWith("visual.") ? parameter.substring(7) : parameter;
    if (name.startsWith("ln_post.") || name.startsWith("ln_final.")) {
      return lastBlock();
    }
    return name.equals("proj") || name.equals("text_projection") ? projection() : 0;
  }
}
