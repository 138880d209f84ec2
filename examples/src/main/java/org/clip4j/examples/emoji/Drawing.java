package org.clip4j.examples.emoji;

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
record Drawing(
    String set,
    String key,
    String caption,
    String category,
    byte[] png,
    String hash,
    Optional<LeftOut> leftOut) {}
