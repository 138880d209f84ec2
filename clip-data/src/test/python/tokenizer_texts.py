"""Texts to try a tokenizer with: plain ones in many scripts, and ways in which texts get broken. For the scripts beside this one."""
import html.entities
import random
import unicodedata

from ftfy.chardata import CHARMAP_ENCODINGS, HTML_ENTITIES, UTF8_CLUES
from ftfy.badness import MOJIBAKE_CATEGORIES

SENTENCES = [
    "a photo of a cat", "Two dogs\u2019 \u201cbest\u201d day \u2014 ever\u2026", "L\u2019\u00e9t\u00e9 \u00e0 la plage, d\u00e9j\u00e0 vu \u00e0 quel point", "o gato \u00e0s vezes vai \u00e0quela \u00e1rvore, \u00e0quilo tamb\u00e9m",
    "Sch\u00f6ne Gr\u00fc\u00dfe aus K\u00f6ln \u00a7 5", "El ni\u00f1o comi\u00f3 \u00bfqu\u00e9? \u00a1s\u00ed!", "\u0141\u00f3d\u017a: za\u017c\u00f3\u0142\u0107 g\u0119\u015bl\u0105 ja\u017a\u0144", "P\u0159\u00edli\u0161 \u017elu\u0165ou\u010dk\u00fd k\u016f\u0148 \u00fap\u011bl",
    "\u00c1rv\u00edzt\u0171r\u0151 t\u00fck\u00f6rf\u00far\u00f3g\u00e9p", "\u015e\u0131ml\u0131k \u0130stanbul'da \u011f\u00fczel", "\u0160altas v\u0117jas \u0105\u017euol\u0173 gir\u0117je", "\u0413\u043e\u0440\u043e\u0434 \u041c\u043e\u0441\u043a\u0432\u0430, \u0440\u0435\u043a\u0430 \u0456 \u0457\u0436\u0430\u043a \u2116 5",
    "\u0397 \u03b3\u03ac\u03c4\u03b1 \u03ba\u03b1\u03b9 \u03bf \u03c3\u03ba\u03cd\u03bb\u03bf\u03c2 \u2015 \u03a3\u0397\u039c\u0395\u03a1\u0391", "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd", "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645\u060c \u0661\u0662\u0663", "\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01",
    "\u4f60\u597d\uff0c\u4e16\u754c\u3002\u732b\u548c\u72d7", "\u3053\u3093\u306b\u3061\u306f\u3001\uff83\uff9e\uff7d\uff84 \u30cd\u30b3", "\uc548\ub155\ud558\uc138\uc694 \uc138\uacc4", "Ti\u1ebfng Vi\u1ec7t r\u1ea5t \u0111\u1eb9p", "emoji \U0001F600 \U0001F468\u200d\U0001F469\u200d\U0001F467 \U0001F44D\U0001F3FD \u2764\ufe0f \U0001F1EB\U0001F1F7",
    "\U0001F3F4\U000E0067\U000E0062\U000E0077\U000E006C\U000E0073\U000E007F Wales", "\u20ac5 \u00a33 \u00a52 50\u00a2 \u00b1\u00bd \u00b5m 10\u00b3 90\u00b0 \u00d7 \u00f7", "\u2605 \u2714 \u2192 \u221e \u2260 \u2264 \u2248 \u221a", "(\u0e07'\u2323')\u0e07 \u00af\\_(\u30c4)_/\u00af", "\u2588\u2593\u2592\u2591 \u2554\u2550\u2557 \u2502\u2514\u2500",
    "\U0001D49E\U0001D4B6\U0001D4C9 \U00020000", "\u1e9e\ufb01\ufb02\ufb03\u0132\u0149\u01c4 \ufb05\ufb06", "\uff23\uff21\uff34\u3000\uff06amp\uff1b \uff1cb\uff1e", "caf\u00e9 na\u00efve r\u00e9sum\u00e9\nsecond \u201cline\u201d\r\nthird\u2028fourth\u0085fifth",
]
EXTRA_ENCODINGS = ["windows-1255", "windows-1256", "windows-1258", "cp850", "cp866", "koi8-r", "iso-8859-15", "iso-8859-7", "gbk", "shift_jis", "big5"]
CONTROLS = "".join(map(chr, [*range(32), *range(0x7F, 0xA1)])) + "\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202e\u2060\u206a\u206f\ufeff\ufff9\ufffc\ufffd\ufffe\u180e\u00ad\u3000"
SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2007\u200a\u2028\u2029\u202f\u205f\u3000\u180e\ufeff\u200b"
ASCII = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;:!?'\"-_/()[]{}#@%&*+=~^$|\\<>\n"


def expand(ranges):
    out, i = [], 0
    while i < len(ranges):
        if i + 2 < len(ranges) and ranges[i + 1] == "-":
            out += map(chr, range(ord(ranges[i]), ord(ranges[i + 2]) + 1))
            i += 3
        else:
            out.append(ranges[i])
            i += 1
    return out


FAMILIES = [expand(s) for s in [*MOJIBAKE_CATEGORIES.values(), *UTF8_CLUES.values()]]
ODD_LETTERS = sorted({c for f in FAMILIES for c in f})
# What Unicode's normal forms move about: marks, what they go with, Korean letters.
MARKS = [chr(c) for c in range(0x110000) if unicodedata.combining(chr(c))]
COMPOSED = [chr(c) for c in range(0x110000) if unicodedata.decomposition(chr(c)) and unicodedata.decomposition(chr(c))[0] != "<"]
CASES = [chr(c) for c in range(0x110000) if chr(c).lower() != chr(c) or chr(c).upper() != chr(c)]
NAMES = sorted(HTML_ENTITIES) + ["&" + n for n in html.entities.html5]


def joined(text):
    """Surrogates side by side as one character, as they are in UTF-16."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass") if unpaired(text) else mended(text)


def unpaired(text):
    try:
        text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        return False
    except UnicodeDecodeError:
        return True


def mended(text):
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def to_bytes(rng, text):
    """UTF-8, in one of its variants now and then."""
    if rng.random() < 0.1:
        out = bytearray()
        for c in text:
            for unit in [c] if ord(c) < 0x10000 else [chr(0xD800 + (ord(c) - 0x10000 >> 10)), chr(0xDC00 + (ord(c) & 0x3FF))]:
                out += b"\xc0\x80" if unit == "\0" else unit.encode("utf-8", "surrogatepass")
        return bytes(out)
    return text.encode("utf-8", "surrogatepass")


def damaged(rng, data):
    data = bytearray(data)
    for _ in range(rng.choice([0, 0, 1, 1, 2, 5])):
        if not data:
            break
        i = rng.randrange(len(data))
        kind = rng.random()
        if kind < 0.25:
            del data[i]
        elif kind < 0.5:
            data[i] = rng.choice([0x20, 0x1A, 0x3F, 0xA0, 0xC0, 0xED, 0xC3, 0x0A, rng.randrange(256)])
        elif kind < 0.6:
            data.insert(i, rng.randrange(256))
        elif kind < 0.8:
            del data[i:]
        else:
            data = bytearray(bytes(data).replace(b"\xa0", b" "))
    return bytes(data)


def misread(rng, text, levels=None, harm=0.3):
    """Text that went through the wrong encoding, once or more often."""
    for _ in range(levels or rng.choice([1, 1, 1, 2, 2, 3])):
        data = to_bytes(rng, text)
        if rng.random() < harm:
            data = damaged(rng, data)
        page = rng.choice(CHARMAP_ENCODINGS if rng.random() < 0.9 else EXTRA_ENCODINGS)
        if rng.random() < 0.3 and page.startswith("sloppy"):
            page = page[len("sloppy-"):]
        text = data.decode(page, "replace")
    return text


def entity(rng):
    kind = rng.random()
    if kind < 0.45:
        name = rng.choice(NAMES)
        return name if rng.random() < 0.8 else rng.choice([name.upper(), name.lower(), name.title(), name.rstrip(";")])
    number = rng.choice([rng.randrange(256), rng.randrange(0x3000), rng.randrange(0x120000), ord(rng.choice(ASCII)), 0xD800 + rng.randrange(0x800), 10 ** rng.randrange(1, 30)])
    form = rng.choice(["&#{};", "&#{:x};", "&#x{:x};", "&#X{:X};", "&#{}", "&#x{:X}", "&#0{};", "&#x000{:x};", "&{}", "&#{}x;", "&#x{:x}g;"])
    return form.format(number)


def escaped(rng, text):
    for _ in range(rng.choice([1, 1, 2, 3, 4])):
        kind = rng.random()
        if kind < 0.6:
            text = text.replace("&", rng.choice(["&amp;", "&AMP;", "&#38;", "&#x26;", "&amp"])).replace("<", "&lt;" if rng.random() < 0.8 else "<")
        else:
            text = "".join(f"&#{ord(c)};" if rng.random() < 0.3 and c != "&" else c for c in text)
    return text


def any_character(rng):
    kind = rng.random()
    if kind < 0.25:
        return chr(rng.randrange(0x80, 0x600))
    if kind < 0.5:
        return chr(rng.randrange(0x80, 0x3000))
    if kind < 0.75:
        return chr(rng.randrange(0x80, 0x10000))
    if kind < 0.9:
        return chr(rng.randrange(0x10000, 0x20000))
    return chr(rng.randrange(0x110000))


def string(rng, pool, most=12):
    return "".join(rng.choice(pool) for _ in range(rng.randint(1, most)))


def plain_piece(rng):
    sentence = rng.choice(SENTENCES)
    if rng.random() < 0.5:
        i = rng.randrange(len(sentence))
        return sentence[i:i + rng.randint(1, 8)]
    return sentence


def unicode_piece(rng):
    return "".join(any_character(rng) for _ in range(rng.randint(1, 8)))


def odd_piece(rng):
    """Characters of a few of the families that the mojibake heuristic tells apart."""
    families = rng.sample(FAMILIES, 3) + [ODD_LETTERS, list("aZ .?\n&;"), [" "]]
    return "".join(rng.choice(rng.choice(families)) for _ in range(rng.randint(2, 8)))


def marks_piece(rng):
    out = []
    for _ in range(rng.randint(1, 6)):
        kind = rng.random()
        if kind < 0.3:
            out.append(rng.choice(COMPOSED))
        elif kind < 0.5:
            out.append(unicodedata.normalize("NFD", rng.choice(COMPOSED)))
        elif kind < 0.6:
            out.append(chr(rng.choice([0x1100 + rng.randrange(0x100), 0xAC00 + rng.randrange(11172), 0x11A7 + rng.randrange(29)])))
        elif kind < 0.7:
            out.append(rng.choice("aeiouAEIOUcnsy<=>"))
        else:
            out.append(rng.choice(MARKS if rng.random() < 0.5 else "\u0300\u0301\u0302\u0303\u0308\u030a\u0323\u0327\u0328\u0338\u0345"))
    return "".join(out)


def case_piece(rng):
    return "".join(rng.choice(rng.choice([CASES, "\u03a3\u03c3\u0130Ii", "'.:\u00ad\u0301\u02b0\u00b7", "aZ 1-"])) for _ in range(rng.randint(1, 8)))


def escape_piece(rng):
    return "\x1b" + rng.choice(["[", "[", "[", "]", "", "\x1b[", "[\x1b["]) + string(rng, "0123456789;;\u0663\uff11 ", 4) + rng.choice(["m", "K", "H", "~", ""])


def surrogate_piece(rng):
    return "".join(rng.choice(["\ud83d", "\ude00", "&#7;", "\x01", "a", "\u00e9", "\ufffd"]) for _ in range(rng.randint(1, 6)))


def word_piece(rng):
    return rng.choice(["<start_of_text>", "<end_of_text>", "<START_OF_TEXT>", "<\u017ftart_of_text>", "</w>", "'s", "'LL", "'\u017f", "'Ve", "\u2019re", "\uff07t", "&apos;d", "don't", "1st", "\u00bd\u2167"])


PIECES = {
    "plain": plain_piece,
    "ascii": lambda rng: string(rng, ASCII),
    "unicode": unicode_piece,
    "odd": odd_piece,
    "misread": lambda rng: misread(rng, plain_piece(rng)),
    "misread-unicode": lambda rng: misread(rng, unicode_piece(rng)),
    "entity": entity,
    "marks": marks_piece,
    "case": case_piece,
    "control": lambda rng: string(rng, CONTROLS, 4),
    "space": lambda rng: string(rng, SPACES, 4),
    "escape": escape_piece,
    "surrogate": surrogate_piece,
    "wide": lambda rng: "".join(chr(rng.choice([0x3000, rng.randrange(0xFF00, 0xFFF0)])) for _ in range(rng.randint(1, 6))),
    "word": word_piece,
}


def mixture(rng, kinds):
    text = rng.choice(["", "", " "]).join(PIECES[rng.choice(kinds)](rng) for _ in range(rng.randint(1, 4)))
    if rng.random() < 0.15:
        text = misread(rng, text)
    if rng.random() < 0.1:
        text = escaped(rng, text)
    if rng.random() < 0.1:
        i = rng.randrange(len(text) + 1)
        text = text[:i] + rng.choice(CONTROLS + "<&;\u00c3\u00e2\u20ac") + text[i:]
    if rng.random() < 0.05:
        text += "\n"
    return text


def some_text(rng):
    """One text, its kind drawn: of one sort of piece, of two, or of all."""
    kinds = list(PIECES)
    draw = rng.random()
    chosen = kinds if draw < 0.3 else rng.sample(kinds, 1 if draw < 0.6 else 2)
    return joined(mixture(rng, chosen))


def generator(seed):
    return random.Random(seed)
