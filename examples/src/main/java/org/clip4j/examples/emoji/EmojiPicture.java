package org.clip4j.examples.emoji;

import org.clip4j.data.image.RgbImage;

/**
 * One pair, decoded.
 *
 * @param set the icon set
 * @param icon the icon's key in it
 * @param caption the caption, which is its name in classification
 * @param category the set's own category, empty where it has none
 * @param image the picture
 */
public record EmojiPicture(
    String set, String icon, String caption, String category, RgbImage image) {}
