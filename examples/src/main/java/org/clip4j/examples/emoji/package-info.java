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
 * what was left out is counted by set and reason. The archive is a file from outside: it is read
 * with bounds, and its drawings cannot open files or connections.
 *
 * <p>The format read is Iconify's <a
 * href="https://iconify.design/docs/types/iconify-json.html">IconifyJSON</a>.
 */
package org.clip4j.examples.emoji;
