"""Writes VP8 key frames (RFC 6386) with every feature that encoders seldom use, of random content."""
import os
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = {}
for line in open(os.path.join(HERE, "../../../../../../main/resources/org/clip4j/data/image/vp8/tables.txt")):
    if not line.startswith("#"):
        name, *values = line.split()
        TABLES.setdefault(name, []).extend(map(int, values))
ZIGZAG = [0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15]
BANDS = [0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7]
EXTRA = [[173, 148, 140], [176, 155, 140, 135], [180, 157, 141, 134, 130],
         [254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129]]
# The ten modes of a subblock as paths through the tree: pairs of branch and bit.
PATHS = [[(0, 0)], [(0, 1), (1, 0)], [(0, 1), (1, 1), (2, 0)],
         [(0, 1), (1, 1), (2, 1), (3, 0), (4, 0)],
         [(0, 1), (1, 1), (2, 1), (3, 0), (4, 1), (5, 0)], [(0, 1), (1, 1), (2, 1), (3, 0), (4, 1), (5, 1)],
         [(0, 1), (1, 1), (2, 1), (3, 1), (6, 0)], [(0, 1), (1, 1), (2, 1), (3, 1), (6, 1), (7, 0)],
         [(0, 1), (1, 1), (2, 1), (3, 1), (6, 1), (7, 1), (8, 0)],
         [(0, 1), (1, 1), (2, 1), (3, 1), (6, 1), (7, 1), (8, 1)]]


class Bits:
    """The arithmetic coder, on one large number."""

    def __init__(self):
        self.low, self.range, self.shifts = 0, 255, 0

    def bit(self, probability, bit):
        split = 1 + ((self.range - 1) * probability >> 8)
        if bit:
            self.low += split
            self.range -= split
        else:
            self.range = split
        while self.range < 128:
            self.range <<= 1
            self.low <<= 1
            self.shifts += 1

    def number(self, value, bits):
        for i in reversed(range(bits)):
            self.bit(128, value >> i & 1)

    def optional(self, value, bits):
        self.bit(128, value != 0)
        if value:
            self.number(abs(value), bits)
            self.bit(128, value < 0)

    def bytes(self):
        bits = 8 + self.shifts
        pad = -bits % 8
        return (self.low << pad).to_bytes((bits + pad) // 8, "big") + b"\0\0"


def token(out, p, n, v):
    """A value other than zero, behind the bits that say that it is one."""
    large = abs(v)
    out.bit(p[2], large > 1)
    if large > 1:
        out.bit(p[3], large > 4)
        if large <= 4:
            out.bit(p[4], large > 2)
            if large > 2:
                out.bit(p[5], large - 3)
        else:
            out.bit(p[6], large > 10)
            if large <= 10:
                out.bit(p[7], large > 6)
                if large <= 6:
                    out.bit(159, large - 5)
                else:
                    out.bit(165, large - 7 >> 1)
                    out.bit(145, large - 7 & 1)
            else:
                category = 0 if large < 19 else 1 if large < 35 else 2 if large < 67 else 3
                out.bit(p[8], category >> 1)
                out.bit(p[9 + (category >> 1)], category & 1)
                rest = large - 3 - (8 << category)
                for i, q in enumerate(EXTRA[category]):
                    out.bit(q, rest >> len(EXTRA[category]) - 1 - i & 1)
    out.bit(128, v < 0)


def block(out, probabilities, kind, context, first, values):
    """Sixteen values in zigzag order; says whether there are any."""
    def at(n, c):
        start = ((kind * 8 + BANDS[n]) * 3 + c) * 11
        return probabilities[start:start + 11]
    last = max([n for n in range(first, 16) if values[n]], default=-1)
    n = first
    while n < 16:
        out.bit(at(n, context)[0], n <= last)
        if n > last:
            break
        while not values[n]:
            out.bit(at(n, context)[1], 0)
            n += 1
            context = 0
        out.bit(at(n, context)[1], 1)
        token(out, at(n, context), n, values[n])
        context = 2 if abs(values[n]) > 1 else 1
        n += 1
    return last >= first


def frame(rng, w, h, *, simple=False, level=20, sharpness=0, deltas=None, segments=None, absolute=False,
          partitions=0, quantizer=30, skip=True, density=0.2, largest=6, profile=0):
    columns, rows = (w + 15) // 16, (h + 15) // 16
    out = Bits()
    out.number(0, 2)
    out.bit(128, segments is not None)
    tree = [120, 90, 200]
    if segments:
        out.number(3, 2)
        out.bit(128, absolute)
        for q, _ in segments:
            out.optional(q, 7)
        for _, f in segments:
            out.optional(f, 6)
        for p in tree:
            out.bit(128, 1)
            out.number(p, 8)
    out.bit(128, simple)
    out.number(level, 6)
    out.number(sharpness, 3)
    out.bit(128, deltas is not None)
    if deltas:
        out.bit(128, 1)
        for d in deltas:
            out.optional(d, 6)
    out.number(partitions, 2)
    out.number(quantizer, 7)
    for _ in range(5):
        out.optional(int(rng.integers(-9, 10)), 4)
    out.bit(128, 0)
    probabilities = list(TABLES["coefficients"])
    for i, update in enumerate(TABLES["coefficient-updates"]):
        new = rng.random() < 0.05
        out.bit(update, new)
        if new:
            probabilities[i] = int(rng.integers(1, 256))
            out.number(probabilities[i], 8)
    out.bit(128, skip)
    if skip:
        out.number(100, 8)
    parts = [Bits() for _ in range(1 << partitions)]
    above_modes, above, above_means = [0] * 4 * columns, [0] * 8 * columns, [0] * columns
    for y in range(rows):
        left_modes, left, left_means = [0] * 4, [0] * 8, 0
        tokens = parts[y % len(parts)]
        for x in range(columns):
            if segments:
                s = int(rng.integers(4))
                out.bit(tree[0], s >> 1)
                out.bit(tree[1 + (s >> 1)], s & 1)
            skipped = skip and rng.random() < 0.3
            if skip:
                out.bit(100, skipped)
            whole = rng.random() < 0.5
            out.bit(145, whole)
            if whole:
                mode = int(rng.integers(4))  # mean, vertical, horizontal, true motion
                out.bit(156, mode > 1)
                out.bit(128 if mode > 1 else 163, mode in (1, 3))
                alike = (0, 2, 3, 1)[mode]
                left_modes = [alike] * 4
                above_modes[4 * x:4 * x + 4] = [alike] * 4
            else:
                for i in range(16):
                    mode = int(rng.integers(10))
                    row = (above_modes[4 * x + i % 4] * 10 + left_modes[i // 4]) * 9
                    for branch, bit in PATHS[mode]:
                        out.bit(TABLES["subblock-modes"][row + branch], bit)
                    above_modes[4 * x + i % 4] = left_modes[i // 4] = mode
            chroma = int(rng.integers(4))
            out.bit(142, chroma > 0)
            if chroma > 0:
                out.bit(114, chroma > 1)
                if chroma > 1:
                    out.bit(183, chroma > 2)
            if skipped:
                left, above[8 * x:8 * x + 8] = [0] * 8, [0] * 8
                if whole:
                    left_means = above_means[x] = 0
                continue

            def values():
                v = rng.integers(-largest, largest + 1, 16) * (rng.random(16) < density * rng.integers(0, 3))
                return [int(i) for i in v]
            if whole:
                left_means = above_means[x] = block(tokens, probabilities, 1, left_means + above_means[x], 0, values())
            for kind, base, edge in ((0 if whole else 3, 0, 4), (2, 4, 2), (2, 6, 2)):
                for i in range(edge * edge):
                    a, l = 8 * x + base + i % edge, base + i // edge
                    above[a] = left[l] = block(tokens, probabilities, kind, above[a] + left[l], kind == 0, values())
    first = out.bytes()
    bodies = [p.bytes() for p in parts]
    sizes = b"".join(struct.pack("<I", len(b))[:3] for b in bodies[:-1])
    tag = struct.pack("<I", profile << 1 | 1 << 4 | len(first) << 5)[:3]
    return tag + b"\x9d\x01\x2a" + struct.pack("<HH", w, h) + first + sizes + b"".join(bodies)
