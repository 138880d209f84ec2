#!/usr/bin/env python3
"""Writes texts with the ids that open_clip's tokenizer gives them, for ClipTokenizerReferenceTest.

Needs open_clip_torch 3.3.0 with ftfy 6.3.1 and regex 2026.9.29 under Python 3.11. Run from clip-data:
    python src/test/python/tokenizer_rows.py src/test/resources/org/clip4j/data/tokenizer
"""
import argparse
import html
import json
import pathlib
import unicodedata

import tokenizer_texts as texts
from ftfy.badness import is_bad
from ftfy.chardata import CHARMAP_ENCODINGS, HTML_ENTITIES
from open_clip.tokenizer import SimpleTokenizer

ODD = [
    # entities: no semicolon, longest prefix, twice escaped, numbers of all kinds
    "fish &amp chips", "&notit; &notin; &notanentity;", "&amp;lt;br&amp;gt; <b>", "<p>&amp;amp;eacute;</p>", "&lt &LT; &Lt; &ltdot;",
    "<i>&#x27;s &#39s</i> &#x1F600;", "<&#128;&#150;&#x9f;&#x81>", "<a&#0;b&#xD800;c&#x110000;d>", "<x&#7;y&#11;z&#xFFFE;w&#13;v>",
    "AT&T R&D Q&A &c. &; &# &#; &#x; && &&amp;&", "<&NotEqualTilde;> <&fjlig;> <&nbsp;>", "?a=1&copy=2&reg=3", "&#99999999999999999999;",
    "<&AMP;amp;lt;>", "&ampamp;amp;", "&CounterClockwiseContourIntegral;", "<&CounterClockwiseContourIntegralX;>",
    # case
    "\u039a\u03a9\u03a3-\u03a1\u039f\u0394\u039f\u03a3", "\u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3, \u03a3. \u0391:\u03a3 \u0391^\u03a3\u0392", "\u0130\u0130I\u0131i",
    "\u1e9e \u24b6\u24d0 \u2c6f\u0250 \u10a0\u2d00", "IT'S, WE'RE, I'LL! O'S'S 'Sx 'Tis 'Twas", "x'\u017fy '\u017ftart", "\U00010400\U00010428 \U0001d400\U0001d7d8",
    # white space and what is not
    "a\u2003b\u3000c\u2028d\u205fe\u1680f", "\u200b\u200c\u200d\u2060 zero", " \u00a0 x \t\n ", "a\u180eb\u00adc",
    # special tokens
    "<start_of_text>a<END_OF_TEXT> b", "!<start_of_text>", "x<start_of_text>y <end_of_text", "</w> a</w>b",
    # numbers, marks, scripts, symbols
    "1\u00bd\u2153\u0661\u0967\u4e09\u2462\u2167", "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22", "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd", "\u1f84 \u0399", "a\u20dd e\u0332",
    "\U0001F1EB\U0001F1F7 \U0001F44D\U0001F3FD \u2764\ufe0f 1\ufe0f\u20e3", "\U0001F3F4\U000E0067\U000E0062\U000E007F", "\u2200x\u2208\u211d: \u2203y \u2192 \u221a2", "\ue000\U000F0000 private",
    "#hashtag @user_name https://t.co/AbC?x=1&y=2", "C++ & C# .NET 4.8.1 (64-bit)", "!!!???...---___===", "'''''''' '' ' 's'", "a'b'c'd'e'll've're", "9/11/2001 12:30:05 -3.5e-10", "\\n \\u0041 %20 %u0041",
    "supercalifragilisticexpialidocious pneumonoultramicroscopicsilicovolcanoconiosis", "xX" * 60, "\u00e4\u00f6\u00fc\u00df" * 20, "\u732b" * 90, ". " * 90, "1" * 75, "1" * 76, "cat " * 75, "cat " * 76,
]

REPAIRS = [
    # mojibake with lost no-break spaces, lost bytes, C1 controls, other UTF-8s, all of a line or a part of it
    "\u00e0 la mode: \u00c3 la mode, voil\u00c3 le travail", "\u00c3 s vezes \u00c3quela \u00c3 quela \u00c3 quilo f\u00c3 cil", "\u00c2 \u00c2\u00a9 \u00c2\u00ae x\u00c2 y", "\u00e2\u20ac\u0153 like this \u00e2\u20ac\ufffd", "\u00e2\u20ac? \u00c3? \u00c2? \u00f0\u0178\u02dc?", "caf\u00c3\u0192\u00c2\u00a9 \u00c3\u0192\u00c6\u2019\u00c3\u201a\u00c2\u00a9",
    "\u00ed\u00a0\u00bd\u00ed\u00b8\u008d", "\u00c3\u00a9\u00ed\u00a0\u00bd\u00ed\u00b8\n", "\u00c3\u00a9 \u00c0\u0080 null", "\u00c3\u00a9\u00c0\n", "\u00c3\u00a9\u00c0\nmore", "\u00e2\u20ac\u2122 and \u732b", "\u0432\u0402\u2122 \u0432\u0402\u201c\u0440\u045f\u2018\u2039", "\u221a\u00a9t\u221a\u00a9 \u201a\u00c4\u00ec", "\u251c\u00ae\u251c\u2510 \u0393\u00c7\u00f6", "\u03b2\u20ac\u2122 \u0101\u20ac\u0093", "\x85 \x91q\x92 \x93x\x94 \x80", "\u00f0\u0178\u02dc\u20ac \U0001f600 \u00f0\u0178\u2018\u008d\u00f0\u0178\u008f\u00bd", "\u00c3\u0192\u0192\u0192\u0192\u0192", "\u0420     \ufffd\ufffd", "a\ufffd\ufffdb", "\u00d0\u0178\u00d1\u20ac\u00d0\u00b8\u00d0\u00b2\u00d0\u00b5\u00d1\u201a \u0438 \u00e2\u02dc\u2026",
    # what looks like it and is none
    "\u00c0 \u00c9 \u00c5 \u00c5land", "\u00fcber\u00a3 \u00c3\u0153", "IL Y MARQU\u00c9\u2026 \u00c9\u00a3", "\u00d3\u02d9\u00d2 \u00d5_\u00d5 \u00d2\u203f\u00d3", "\u0413\u045e\u0412\u0402\u0412&a \u0413\u045e\u0412\u0402\u0412&amp;amp;b",
    # entities where there is no HTML, where there is, and from where there is on
    "&EACUTE; &Eacute; &eACUTE; &SZLIG; &NBSP; &FJLIG; &AMP;AMP;", "&amp;amp;amp;lt; &#38;#38;#x26;eacute;", "&notit; &not; &notin;", "&#59; &#x3b; &semi;&#x3B", "&lt;b&gt; &amp;amp;amp;amp;", "<b>&amp;amp;amp;amp;", "&amp;lt;\n<i>\n&amp;amp;lt;", "&#7;&#x80;&#133;&#xD83D;&#xDE00;&#x1F600;", "\ud83d&#7;\ude00 \ud83d\x01\ude00", "&CounterClockwiseContourIntegral; &ThisNameIsLongerThan24Letters;", "\uff06amp\uff1b&amp\uff1b", "\u00c3&copy; &Atilde;&copy; &acirc;&euro;&trade;",
    # single characters
    "\ufb01\ufb02\ufb00\ufb03\ufb04\ufb05\ufb06 \u0132\u0133\u0149 \u01c4\u01c5\u01c6\u01c7\u01c8\u01c9\u01ca\u01cb\u01cc\u01f1\u01f2\u01f3", "".join(map(chr, range(0xFF01, 0xFF60))), "".join(map(chr, range(0xFF60, 0xFFF0))), "\u2018a\u2019 \u201ab\u201b \u201cc\u201d \u201ed\u201f \u02bce \u2039f\u203a \u00abg\u00bb", "a\r\nb\rc\u2028d\u2029e\n\rf\x0bg\x0ch", "\x1b[31mred\x1b[0m \x1b[1;\u0663\uff14Hx \x1b[1;2 \x1b\x1b[m[m \x1b]0;t\x07", "".join(map(chr, range(0x20))) + "x\x7f", "a\u206a\u206f\ufeffb\ufff9\ufffa\ufffb\ufffcc\u200b\u200e\u2060d",
    # normal form
    "e\u0301 o\u0308\u0304 o\u0304\u0308 a\u0323\u0302 a\u0302\u0323", "\u1100\u1161\u11a8 \uac00\u11a8 \u1100\u1161\u11a7 \u1112\u1175\u11c2", "\u212b \u2126 \u0344 \u0958 \ufa10 \u2adc", "=\u0338 <\u0338 >\u0338 ;\u0338", "a" + "\u0316\u0301" * 30, "\U00011935\U00011930 \U00016d67\U00016d67 \u0897\u0898 a\u0898\u0301\u0316",
    # letters newer than some tables, and case
    "\u0c5d \ua7d0 \U00010570 \U00011f02 \U000323b0 \U0002ebf0 \u1c89 \ua7cb \u019b\ua7dc", "\u0130\u03a3 \u03a3.\u0130 A\u0345\u03a3 \u02b0\u03a3", "\u017f '\u017f <\u017ftart_of_text>", "\u1e9e \u2c2f\u2c5f \U00016e40 \U0001e900",
    # long
    "pneumono" * 40, "\u00c3\u00a9" * 60, "\u00e2\u20ac\u2122" * 40, "\u4e2d" * 80, "&amp;" * 60, "&" + "amp;" * 60, "\u0301" * 40, " " * 90 + "x" + "\u3000" * 20,
]


def misread_rows(rng):
    for k, sentence in enumerate(texts.SENTENCES):
        for level in range(3):
            page = CHARMAP_ENCODINGS[(k + 3 * level) % len(CHARMAP_ENCODINGS)]
            yield sentence[:40].encode().decode(page, "replace")
        page = CHARMAP_ENCODINGS[k % len(CHARMAP_ENCODINGS)]
        once = sentence[:16].encode().decode(page, "replace")
        yield once.encode().decode(CHARMAP_ENCODINGS[(k + 1) % 3], "replace")
        yield sentence[:12] + " " + once
        yield texts.misread(rng, sentence[:24], harm=1)


def entity_rows():
    for names, before in ((sorted(HTML_ENTITIES), ""), (["&" + n for n in sorted(html.entities.html5) if n[-1] != ";"], "<p> ")):
        for i in range(0, len(names), 40):
            yield before + " ".join(names[i:i + 40])
    for low in range(0, 0x180, 32):
        yield " ".join(f"&#{c};" for c in range(low, low + 32))
        yield "<p> " + " ".join(f"&#x{c:x};" for c in range(low, low + 32))


def block_rows(rng):
    """Some characters of every 256, fewer where there are thousands alike."""
    for low in range(0, 0x110000, 256):
        alike = 0x3400 <= low < 0xA000 or 0xAC00 <= low < 0xF900 or 0x17000 <= low < 0x19000 or low >= 0x20000
        if alike and low % 0x1000 and not 0x32000 <= low < 0x34000:
            continue
        known = [chr(c) for c in range(low, low + 256) if unicodedata.category(chr(c)) != "Cn" and not 0xD800 <= c < 0xE000]
        new = [chr(c) for c in range(low, low + 256) if unicodedata.category(chr(c)) == "Cn"]
        if known:
            picked = rng.sample(known, min(16, len(known))) + rng.sample(new, min(4, len(new)))
            yield "a".join(picked[:10]) + " " + "".join(picked[10:])


def write(path, rows):
    with open(path, "w", encoding="ascii", newline="\n") as f:
        f.write("[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in rows) + "\n]\n")
    print(path.name, len(rows), "rows")


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("folder", type=pathlib.Path)
    ap.add_argument("--random", type=int, default=300)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    rng = texts.generator(a.seed)
    tokenizer = SimpleTokenizer()
    some = [*ODD, *REPAIRS, *misread_rows(rng), *entity_rows(), *block_rows(rng)]
    some += [texts.some_text(rng)[:200] for _ in range(a.random)]
    rows = []
    for text in map(texts.joined, some):
        ids = tokenizer.encode(text)
        rows.append({"text": text, "ids": ids, "decoded": tokenizer.decode(ids)})
    write(a.folder / "more.json", rows)
    drawn = [[rng.randrange(tokenizer.vocab_size) if rng.random() < 0.5 else rng.randrange(512) for _ in range(8)] for _ in range(200)]
    write(a.folder / "decoded.json", [{"ids": ids, "decoded": tokenizer.decode(ids)} for ids in drawn])
    sequences = sorted({texts.joined(texts.odd_piece(rng)) for _ in range(3000)})
    write(a.folder / "repair/mojibake.json", [{"text": s, "bad": is_bad(s)} for s in sequences])


if __name__ == "__main__":
    main()
