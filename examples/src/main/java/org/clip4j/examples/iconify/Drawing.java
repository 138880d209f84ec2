package org.clip4j.examples.iconify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An icon drawn and ready to be packed, or why it could not be.
 *
 * @param set the icon's set
 * @param key the icon's key
 * @param caption its caption
 * @param category its set's category of it
 * @param png the picture's file
 * @param hash SHA-256 of what the sample says: set, key, caption, category and pixels
 * @param leftOut why it is not a pair
 */
public record Drawing(
    String set,
    String key,
    String caption,
    String category,
    byte[] png,
    String hash,
    Optional<LeftOut> leftOut) {

  /** Its sample's key in a shard. */
  public String sampleKey() {
    return set + "_" + key;
  }

  /**
   * Its sample's parts: {@code png}, {@code txt} and {@code json}.
   *
   * @param json what the last one says
   */
  public Map<String, byte[]> parts(ObjectNode json) {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("png", png);
    parts.put("txt", caption.getBytes(StandardCharsets.UTF_8));
    parts.put("json", json.toString().getBytes(StandardCharsets.UTF_8));
    return parts;
  }
}
