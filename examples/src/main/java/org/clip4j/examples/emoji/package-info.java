/**
 * Real pairs of picture and caption from one Maven artifact: the open emoji sets that Iconify
 * collects, drawn at a small size on white and packed into shards.
 *
 * <p>Seven sets are trained on and one, a drawing style of its own, is held out. An icon's key is
 * its caption: {@code red-apple} is "red apple".
 *
 * <p>What always holds: on one release of Java, the same artifact and the same settings give the
 * same samples, in the same order, under the same fingerprint (Java2D draws edges a little
 * differently from one release to another); every held-out name occurs among the training names;
 * what was left out is counted by set and reason. Reading and drawing the sets is {@link
 * org.clip4j.examples.iconify}'s.
 */
package org.clip4j.examples.emoji;
