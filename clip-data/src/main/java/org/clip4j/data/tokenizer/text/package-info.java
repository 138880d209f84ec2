/**
 * What characters are and do, as the reference's Python knows it: classes, white space, lower case,
 * normal form C, HTML's character references, UTF-8.
 *
 * <p>What always holds: nothing here asks the JDK's Unicode tables, so a text means the same on
 * every JDK. The classes of {@code \p{L}} and {@code \p{N}} are those of the regex module that
 * open_clip splits words with (2026.9.29); everything else is that of Python 3.11, Unicode 14. Both
 * lie in {@code unicode.txt}, written by {@code tokenizer_tables.py} among the tests. A text is
 * counted in code points, as in Python: a lone surrogate is a character too.
 *
 * <p>The rules are those of the Unicode Standard, section 3.13 for case, Annex 15 for normal forms,
 * and of HTML 5, section 13.2.5, for references.
 */
package org.clip4j.data.tokenizer.text;
