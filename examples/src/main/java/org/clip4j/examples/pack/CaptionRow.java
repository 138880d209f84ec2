package org.clip4j.examples.pack;

/**
 * A row of the table, not yet checked.
 *
 * @param line where it ends in the file, counted from 1
 * @param image the picture's path, as written
 * @param caption as written
 */
record CaptionRow(long line, String image, String caption) {}
