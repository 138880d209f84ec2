package org.clip4j.examples.iconify;

import java.util.List;
import java.util.Map;

/**
 * What is read of a set.
 *
 * @param name Iconify's name of the set
 * @param title its full name
 * @param category what kind of set it is, as Iconify lists it; empty where it does not
 * @param styles how its keys tell the drawing's style
 * @param license its licence, and who made it
 * @param icons the icons that can be pairs, in the file's order
 * @param leftOut how many are not, by reason
 */
public record IconSet(
    String name,
    String title,
    String category,
    IconStyles styles,
    License license,
    List<Icon> icons,
    Map<LeftOut, Integer> leftOut) {

  /** The same without its icons: what is to be known of a set whose icons are elsewhere. */
  public IconSet withoutIcons() {
    return new IconSet(name, title, category, styles, license, List.of(), leftOut);
  }
}
