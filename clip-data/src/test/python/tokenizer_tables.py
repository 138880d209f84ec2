#!/usr/bin/env python3
"""Writes the character tables that the tokenizer bundles, so that its ids hang on no JDK's Unicode version.

What is written is what the reference does, asked character by character: the classes of open_clip's pattern from the regex
module, lower case, word characters and normal form C from Python itself, the code pages from ftfy's codecs.

Needs ftfy 6.3.1 and regex 2026.9.29 under Python 3.11. Run from clip-data:
    python src/test/python/tokenizer_tables.py src/main/resources/org/clip4j/data/tokenizer
"""
import argparse
import pathlib
import platform
import re
import unicodedata

import ftfy
import regex

EVERY = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
SIGMA = "\u03a3"
FINAL_SIGMA = "\u03c2"
# The order in which ftfy tries them.
PAGES = ftfy.chardata.CHARMAP_ENCODINGS


def runs(characters):
    """Code points as LOW-HIGH or alone, in hexadecimal."""
    spans = []
    for c in map(ord, characters):
        if spans and spans[-1][1] == c - 1:
            spans[-1][1] = c
        else:
            spans.append([c, c])
    return [f"{a:X}" if a == b else f"{a:X}-{b:X}" for a, b in spans]


def matching(pattern, flags=0):
    compiled = regex.compile(pattern, flags)
    return [c for c in EVERY if compiled.fullmatch(c)]


def lower():
    """LOW-HIGH>TO where a run of code points moves by the same distance."""
    spans = []
    for c in EVERY:
        to = c.lower()
        if to == c or len(to) != 1:
            continue
        step = ord(to) - ord(c)
        if spans and spans[-1][1] == ord(c) - 1 and spans[-1][2] == step:
            spans[-1][1] = ord(c)
        else:
            spans.append([ord(c), ord(c), step])
    return [(f"{a:X}" if a == b else f"{a:X}-{b:X}") + f">{a + d:X}" for a, b, d in spans]


def combining():
    by_class = {}
    for c in EVERY:
        if unicodedata.combining(c):
            by_class.setdefault(unicodedata.combining(c), []).append(c)
    return [f"{run}={k}" for k in sorted(by_class) for run in runs(by_class[k])]


def decompositions():
    """Canonical ones of one step, but Hangul: those that composition takes back, and those that it does not."""
    back, gone = [], []
    for c in EVERY:
        parts = unicodedata.decomposition(c)
        if not parts or parts.startswith("<"):
            continue
        kept = unicodedata.normalize("NFC", c) == c
        (back if kept else gone).append(f"{ord(c):X}=" + "+".join(f"{int(p, 16):X}" for p in parts.split()))
    return back, gone


def unicode_tables():
    letters = matching(r"[\p{L}]+", regex.IGNORECASE)
    numbers = matching(r"[\p{N}]", regex.IGNORECASE)
    others = matching(r"[^\s\p{L}\p{N}]+", regex.IGNORECASE)
    found = set(letters) | set(numbers) | set(others)
    ignorable = [c for c in EVERY if ("A" + c + SIGMA).lower()[-1] == FINAL_SIGMA and (c + SIGMA).lower()[-1] != FINAL_SIGMA]
    cased = [c for c in EVERY if (c + SIGMA).lower()[-1] == FINAL_SIGMA]
    back, gone = decompositions()
    long_lower = [c for c in EVERY if len(c.lower()) != 1]
    assert long_lower == ["\u0130"] and long_lower[0].lower() == "i\u0307", "LowerCase knows one long mapping"
    return {
        "letter": runs(letters),
        "number": runs(numbers),
        "unmatched": runs(c for c in EVERY if c not in found and not c.isspace()),
        "space": runs(c for c in EVERY if c.isspace()),
        "word": runs(c for c in EVERY if re.match(r"\w", c)),
        "digit": runs(c for c in EVERY if re.match(r"\d", c)),
        "cased": runs(cased),
        "ignorable": runs(ignorable),
        "lower": lower(),
        "combining": combining(),
        "composed": back,
        "decomposed": gone,
    }


def write(path, header, tables):
    with open(path, "w", encoding="ascii", newline="\n") as f:
        f.writelines(f"# {line}\n" for line in header)
        for name, items in tables.items():
            line = name
            for item in items:
                if len(line) + 1 + len(item) > 120:
                    f.write(line + "\n")
                    line = name
                line += " " + item
            f.write(line + "\n")


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("folder", type=pathlib.Path)
    a = ap.parse_args()
    by = "Written by tokenizer_tables.py; do not edit."
    python = f"Python {'.'.join(platform.python_version_tuple()[:2])} (Unicode {unicodedata.unidata_version})"
    write(a.folder / "text/unicode.txt", [by, f"letter, number, unmatched: regex {regex.__version__}. The others: {python}."],
          unicode_tables())
    high = bytes(range(0x80, 0x100))
    write(a.folder / "repair/code-pages.txt", [by, f"What the bytes 80 to FF stand for, from ftfy {ftfy.__version__}, in the order to try."],
          {page: [f"{ord(c):X}" for c in high.decode(page)] for page in PAGES})


if __name__ == "__main__":
    main()
