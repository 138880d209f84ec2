/**
 * CLIP's tokenizer: a caption in, the token ids out that the text encoder was trained on.
 *
 * <p>A caption goes through three stages, one class each: {@link
 * org.clip4j.data.tokenizer.TextCleaner} makes the text plain, a regular expression in {@link
 * org.clip4j.data.tokenizer.ClipTokenizer} cuts it into words, {@link
 * org.clip4j.data.tokenizer.BytePairEncoder} turns the bytes of a word into ids.
 *
 * <p>What always holds: every string has ids, a malformed one too, and no id lies outside the
 * vocabulary. The ids are those of open_clip's {@code SimpleTokenizer}, which takes them from
 * OpenAI's CLIP (Radford et al., "Learning Transferable Visual Models From Natural Language
 * Supervision", 2021, section 2.4); byte-pair encoding is Sennrich et al., "Neural Machine
 * Translation of Rare Words with Subword Units", 2016. Which characters are letters is up to the
 * Unicode tables of the running JDK: a letter that is newer than they are counts as punctuation.
 */
package org.clip4j.data.tokenizer;
