/**
 * CLIP's tokenizer: a caption in, the token ids out that the text encoder was trained on.
 *
 * <p>A caption goes through three stages, one class each: {@link
 * org.clip4j.data.tokenizer.TextCleaner} makes the text plain, {@link
 * org.clip4j.data.tokenizer.WordSplitter} cuts it into words, {@link
 * org.clip4j.data.tokenizer.BytePairEncoder} turns the bytes of a word into ids. Cleaning begins
 * with {@link org.clip4j.data.tokenizer.repair}; what characters are to all of them is in {@link
 * org.clip4j.data.tokenizer.text}.
 *
 * <p>What always holds: every string has ids, a malformed one too, and no id lies outside the
 * vocabulary. The ids are those of open_clip's {@code SimpleTokenizer} (3.3.0, with ftfy 6.3.1,
 * regex 2026.9.29 and Python 3.11), whatever the JDK. open_clip takes them from OpenAI's CLIP
 * (Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", 2021,
 * section 2.4); byte-pair encoding is Sennrich et al., "Neural Machine Translation of Rare Words
 * with Subword Units", 2016.
 */
package org.clip4j.data.tokenizer;
