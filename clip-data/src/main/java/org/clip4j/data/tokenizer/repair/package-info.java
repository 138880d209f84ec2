/**
 * Repair of text that went wrong on its way, before a tokenizer sees it: read in another encoding,
 * escaped for HTML or a terminal, typeset with ligatures and full-width letters, cut in the middle
 * of a character.
 *
 * <p>This follows ftfy 6.3.1 by Robyn Speer ("ftfy: fixes text for you", Zenodo, 2019,
 * doi:10.5281/zenodo.2591652), with which open_clip's tokenizer begins: what is repaired, in which
 * order, which neighbours count as mojibake and how characters are sorted for that are its
 * heuristics. The code is written anew.
 *
 * <p>A line is repaired by itself, in rounds: {@link org.clip4j.data.tokenizer.repair.EntityRepair}
 * unescapes references, {@link org.clip4j.data.tokenizer.repair.EncodingRepair} undoes mojibake
 * where {@link org.clip4j.data.tokenizer.repair.Mojibake} sees it, {@link
 * org.clip4j.data.tokenizer.repair.CharacterRepairs} replaces single characters, and the result
 * goes into normal form C; until a round changes nothing.
 *
 * <p>What always holds: the result is that of {@code ftfy.fix_text} with its default configuration,
 * and has no lone surrogate. The one exception is a text made to keep the reference busy for
 * quadratic time; here its repair ends early, see {@link org.clip4j.data.tokenizer.repair.Effort}.
 */
package org.clip4j.data.tokenizer.repair;
