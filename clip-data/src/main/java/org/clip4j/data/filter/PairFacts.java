package org.clip4j.data.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Supplier;
import org.clip4j.core.json.StrictReader;
import org.clip4j.data.image.PictureSize;

/**
 * What is known of a pair before its picture is decoded. All of it comes from outside: sizes are
 * what a header says, texts and JSON may be anything.
 */
public final class PairFacts {

  private final String shard;
  private final String key;
  private final List<String> captions;
  private final Supplier<PictureSize> size;
  private final Supplier<JsonNode> json;

  /**
   * @param shard the shard's name
   * @param key the sample's key
   * @param captions the captions that may be drawn, one at least
   * @param size reads the picture's header, when it is asked for
   * @param json reads the sample's JSON, when it is asked for
   */
  public PairFacts(
      String shard,
      String key,
      List<String> captions,
      Supplier<PictureSize> size,
      Supplier<JsonNode> json) {
    this.shard = shard;
    this.key = key;
    this.captions = List.copyOf(captions);
    this.size = size;
    this.json = json;
  }

  /**
   * The facts of a pair that was thought up, to try a filter on.
   *
   * @param size the picture's
   * @param json an object, as text
   * @throws org.clip4j.core.json.ConfigException if it is none
   */
  public static PairFacts of(String key, List<String> captions, PictureSize size, String json) {
    JsonNode parsed = StrictReader.parse(json, key);
    return new PairFacts("", key, captions, () -> size, () -> parsed);
  }

  PairFacts withCaptions(List<String> left) {
    return new PairFacts(shard, key, left, size, json);
  }

  /** The shard's name. */
  public String shard() {
    return shard;
  }

  /** The sample's key. */
  public String key() {
    return key;
  }

  /**
   * The captions that are left when those that no rule of captions wants are gone, one at least.
   */
  public List<String> captions() {
    return captions;
  }

  /**
   * The picture's size, as its header says.
   *
   * @throws RuntimeException if it cannot be read: the sample is a bad one
   */
  public PictureSize size() {
    return size.get();
  }

  /**
   * The sample's JSON: its part {@code json}, else the first whose name ends so; a missing node
   * where it has none.
   *
   * @throws RuntimeException if it cannot be read: the sample is a bad one
   */
  public JsonNode json() {
    return json.get();
  }
}
