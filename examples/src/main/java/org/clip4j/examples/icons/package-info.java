/**
 * Many pairs of picture and caption from one Maven artifact: all icon sets that Iconify collects
 * under free licences, drawn at a small size on white and packed into shards.
 *
 * <p>What always holds: on one release of Java, the same artifact and the same size give the same
 * samples in the same order; fewer of them are the first ones of more. Icons stand in the order of
 * a hash of their names, so that every stretch mixes all sets. What was left out is counted by set
 * and reason. Neither the pictures nor the drawings are held in memory: drawings wait in a file.
 */
package org.clip4j.examples.icons;
