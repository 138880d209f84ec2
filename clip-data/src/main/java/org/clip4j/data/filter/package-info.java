/**
 * Which pairs of the data are learned from.
 *
 * <p>What always holds:
 *
 * <ul>
 *   <li>Filters see a pair before it waits in the shuffle buffer and before its picture is decoded:
 *       of the picture they know the size that its header says.
 *   <li>A sample that is no pair is bad, and no filter sees it. Over a whole pass the samples that
 *       were read are the good ones, the filtered ones and the bad ones.
 *   <li>What a filter asks about and what cannot be read (a picture's header, the sample's JSON)
 *       makes the sample a bad one, and so does a filter that throws an exception; neither ends a
 *       run. What is merely not there, as a JSON key, or of another kind than a rule expects, does
 *       not pass the rule.
 *   <li>A pair is counted under the first filter that turns it away: those of captions come first,
 *       the others in their order.
 * </ul>
 */
package org.clip4j.data.filter;
