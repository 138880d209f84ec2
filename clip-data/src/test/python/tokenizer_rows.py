#!/usr/bin/env python3
"""Writes texts with the ids that open_clip's tokenizer gives them, for ClipTokenizerReferenceTest.

Needs open_clip_torch 3.3.0 with ftfy 6.3.1 and regex. Only texts are kept whose ids ftfy does not change.
usage: tokenizer_rows.py OUT.json [--random N] [--seed N]
       tokenizer_rows.py src/test/resources/org/clip4j/data/tokenizer/more.json
"""
import argparse
import json
import random
import unicodedata

import ftfy
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
POOLS = [
    "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", " \t\n'", " .,;:!?-_/()[]{}#@%&*+=~^$\"|\\<>",
    "\u00e0\u00e9\u00ee\u00f5\u00fc\u00e7\u00f1\u00df\u00c0\u00c9", "\u0391\u0392\u03a3\u03b1\u03b2\u03c2\u03c3'.:-", "\u0410\u0411\u0416\u044f\u0451\u0457", "\u4e2d\u6587\u732b\u72ac\u306d\u3053\u30cd\u30b3\ud55c\uae00",
    "\u0627\u0644\u0633\u0644\u0627\u0645\u064e\u0651", "\u0915\u0916\u093e\u094d\u0967", "\U0001F600\U0001F431\u2764\ufe0f\u200d\U0001F3FF\u2603", "\u00b2\u00bd\u2167\u2460\u0663\U0001D7CE",
]
WORDS = ["don't", "I'LL", "&amp;", "&eacute", "&#233;", "&lt;", "&notit;", "<start_of_text>", "photo", "of", "Magnificent", "caf\u00e9", "\u041f\u0440\u0438\u0432\u0435\u0442", "</w>"]


def random_text(rng):
    parts = []
    for _ in range(rng.randint(1, 8)):
        kind = rng.random()
        if kind < 0.3:
            parts.append(rng.choice(WORDS))
        elif kind < 0.9:
            pool = rng.choice(POOLS)
            parts.append("".join(rng.choice(pool) for _ in range(rng.randint(1, 12))))
        else:
            top = rng.choice([0x250, 0x3000, 0x30000])
            chars = [chr(rng.randrange(0x20, top)) for _ in range(6)]
            # Only what every JDK's Unicode tables know.
            parts.append("".join(c for c in chars if unicodedata.ucd_3_2_0.category(c) not in ("Cn", "Cs")))
        parts.append(rng.choice(["", " ", "  "]))
    return "".join(parts)


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("out")
    ap.add_argument("--random", type=int, default=200)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    rng = random.Random(a.seed)
    tk = SimpleTokenizer()
    repair = ftfy.fix_text
    rows = []
    for text in ODD + [random_text(rng) for _ in range(a.random)]:
        ftfy.fix_text = repair
        ids = tk.encode(text)
        ftfy.fix_text = lambda t: t
        if tk.encode(text) != ids:
            if text in ODD:
                print("left out, ftfy changes it:", ascii(text))
            continue
        rows.append({"text": text, "ids": ids, "decoded": tk.decode(ids)})
    with open(a.out, "w") as f:
        f.write("[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in rows) + "\n]\n")
    print(len(rows), "rows")


if __name__ == "__main__":
    main()
