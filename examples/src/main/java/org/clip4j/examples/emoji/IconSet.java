package org.clip4j.examples.emoji;

import java.util.List;
import java.util.Map;

/**
 * What is read of a set.
 *
 * @param name Iconify's name of the set
 * @param title its full name
 * @param license its licence, and who made it
 * @param icons the icons that can be pairs, in the file's order
 * @param leftOut how many are not, by reason
 */
record IconSet(
    String name, String title, License license, List<Icon> icons, Map<LeftOut, Integer> leftOut) {}
