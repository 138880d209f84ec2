#!/usr/bin/env python3
"""Writes random texts, each with what ftfy and open_clip's tokenizer make of it, for TokenizerFuzz, which compares.

Needs open_clip_torch 3.3.0 with ftfy 6.3.1 and regex 2026.9.29 under Python 3.11. One JSON object a line:
    python src/test/python/tokenizer_fuzz.py --count 200000 --seed 1 > texts.jsonl
    python src/test/python/tokenizer_fuzz.py --every-character > characters.jsonl
"""
import argparse
import json
import sys

import ftfy
import tokenizer_texts
from open_clip.tokenizer import SimpleTokenizer


def every_character():
    """Each code point between letters, before and behind an accent and a sigma, six to a text."""
    around = "{0}x{0}Y a{0}\u0301 {0}\u0323\u03a3 A{0}\u03a3 \u00c3{0}"
    for low in range(0, 0x110000, 6):
        yield " ".join(around.format(chr(c)) for c in range(low, min(low + 6, 0x110000)))


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--count", type=int, default=200_000)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--every-character", action="store_true")
    a = ap.parse_args()
    rng = tokenizer_texts.generator(a.seed)
    tokenizer = SimpleTokenizer()
    drawn = (tokenizer_texts.some_text(rng) for _ in range(a.count))
    for text in map(tokenizer_texts.joined, every_character() if a.every_character else drawn):
        ids = tokenizer.encode(text)
        shuffled = rng.sample(ids, min(len(ids), 12))
        row = {"text": text, "repaired": ftfy.fix_text(text), "ids": ids, "shuffled": shuffled, "decoded": tokenizer.decode(shuffled)}
        sys.stdout.write(json.dumps(row, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
