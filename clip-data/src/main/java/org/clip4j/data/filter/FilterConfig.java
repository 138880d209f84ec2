package org.clip4j.data.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code data.filter}: which pairs are learned from. All that is given is to hold; what is absent
 * asks nothing.
 *
 * @param minSide least pixels of a picture's shorter edge
 * @param maxSide most pixels of its longer edge
 * @param minPixels least pixels of a picture, width times height
 * @param maxPixels most pixels
 * @param maxAspect most of the longer edge over the shorter one, 1 or more
 * @param minCaptionChars least characters of a caption
 * @param maxCaptionChars most characters
 * @param minCaptionWords least words of a caption, parted by white space
 * @param maxCaptionWords most words
 * @param json what is to stand in a sample's JSON
 * @param custom names of filters that archives on the class path add
 */
public record FilterConfig(
    Integer minSide,
    Integer maxSide,
    Long minPixels,
    Long maxPixels,
    Double maxAspect,
    Integer minCaptionChars,
    Integer maxCaptionChars,
    Integer minCaptionWords,
    Integer maxCaptionWords,
    List<JsonRule> json,
    List<String> custom) {

  /**
   * Checks the values, and that there are such filters.
   *
   * @throws IllegalArgumentException naming the key that is wrong
   */
  public FilterConfig {
    requirePositive("min_side", minSide);
    requirePositive("max_side", maxSide);
    requirePositive("min_pixels", minPixels);
    requirePositive("max_pixels", maxPixels);
    requirePositive("min_caption_chars", minCaptionChars);
    requirePositive("max_caption_chars", maxCaptionChars);
    requirePositive("min_caption_words", minCaptionWords);
    requirePositive("max_caption_words", maxCaptionWords);
    requireOrder("side", minSide, maxSide);
    requireOrder("pixels", minPixels, maxPixels);
    requireOrder("caption_chars", minCaptionChars, maxCaptionChars);
    requireOrder("caption_words", minCaptionWords, maxCaptionWords);
    if (maxAspect != null && !(maxAspect >= 1)) {
      throw new IllegalArgumentException(
          "max_aspect is the longer edge over the shorter one, 1 or more, not " + maxAspect);
    }
    json = json == null ? null : List.copyOf(json);
    custom = custom == null ? null : List.copyOf(custom);
    for (String name : custom == null ? List.<String>of() : custom) {
      try {
        CustomFilters.named(name);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("custom: " + e.getMessage(), e);
      }
    }
  }

  private static void requirePositive(String key, Number value) {
    if (value != null && value.longValue() < 1) {
      throw new IllegalArgumentException(key + " is to be at least 1, not " + value);
    }
  }

  private static void requireOrder(String what, Number min, Number max) {
    if (min != null && max != null && min.longValue() > max.longValue()) {
      throw new IllegalArgumentException(
          "min_" + what + " is " + min + ", more than max_" + what + ", which is " + max);
    }
  }

  /** Makes the filters. */
  public PairFilters toFilters() {
    List<PairFilter> filters = new ArrayList<>();
    if (minCaptionChars != null || maxCaptionChars != null) {
      filters.add(new CaptionLengthFilter(minCaptionChars, maxCaptionChars));
    }
    if (minCaptionWords != null || maxCaptionWords != null) {
      filters.add(new CaptionWordsFilter(minCaptionWords, maxCaptionWords));
    }
    if (minSide != null || maxSide != null) {
      filters.add(new SideFilter(minSide, maxSide));
    }
    if (minPixels != null || maxPixels != null) {
      filters.add(new PixelsFilter(minPixels, maxPixels));
    }
    if (maxAspect != null) {
      filters.add(new AspectFilter(maxAspect));
    }
    if (json != null) {
      json.forEach(rule -> filters.add(rule.toFilter()));
    }
    if (custom != null) {
      custom.forEach(name -> filters.add(CustomFilters.named(name)));
    }
    return new PairFilters(filters);
  }
}
