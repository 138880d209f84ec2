package org.clip4j.examples.iconify;

/**
 * An icon to be drawn.
 *
 * @param set its set
 * @param caption its caption
 * @param icon the icon
 */
public record DrawingJob(String set, String caption, Icon icon) {}
