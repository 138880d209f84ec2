"""Writes WebP files and what Pillow reads from them: make_webp.py FOLDER. See README.md."""
import io
import os
import struct
import sys
import zipfile

import numpy as np
from PIL import Image

import vp8_writer


def chunks(data):
    at = 12
    while at < len(data):
        size = struct.unpack("<I", data[at + 4:at + 8])[0]
        yield data[at:at + 4], data[at + 8:at + 8 + size]
        at += 8 + size + (size & 1)


def joined(parts):
    return b"".join(k + struct.pack("<I", len(v)) + v + b"\0" * (len(v) & 1) for k, v in parts)


def riff(parts):
    body = b"WEBP" + joined(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def u24(value):
    return struct.pack("<I", value)[:3]


def canvas(flags, w, h):
    return b"VP8X", bytes([flags, 0, 0, 0]) + u24(w - 1) + u24(h - 1)


def animation(flags, w, h, x, y, fw, fh, parts):
    head = u24(x // 2) + u24(y // 2) + u24(fw - 1) + u24(fh - 1) + u24(40) + b"\0"
    return riff([canvas(flags, w, h), (b"ANIM", bytes(6)), (b"ANMF", head + joined(parts))])


def webp(picture, **how):
    out = io.BytesIO()
    picture.save(out, "webp", **how)
    return out.getvalue()


def from_pillow(rng):
    for w, h in ((1, 1), (2, 3), (16, 16), (35, 18), (50, 33)):
        y, x = np.mgrid[0:h, 0:w]
        smooth = np.stack([127 + 100 * np.sin(x / 17), 127 + 100 * np.cos(y / 11), 100 + 3 * x], -1)
        edges = np.where((x + 2 * y)[..., None] // 9 % 2, [200, 40, 90], [10, 200, 30])
        photo = np.clip(smooth + edges / 3 + rng.normal(0, 15, (h, w, 3)), 0, 255).astype(np.uint8)
        noise = rng.integers(0, 256, (h, w, 3)).astype(np.uint8)
        smooth, edges = smooth.astype(np.uint8), edges.astype(np.uint8)
        for name, pixels in (("smooth", smooth), ("edges", edges), ("photo", photo), ("noise", noise)):
            if w == 50 and name in ("smooth", "noise"):
                continue
            for quality in (0, 40, 80, 100) if w == 35 else (60,):
                yield f"{name}-{w}-{quality}", webp(Image.fromarray(pixels), quality=quality, method=quality // 20)
        ramp = np.clip(255 * np.hypot(x - w / 2, y - h / 2) / max(1, w / 3) - 30, 0, 255).astype(np.uint8)
        for name, alpha in (("ramp", ramp), ("noise", noise[..., 0]), ("blocks", ((x // 5 + y // 7) % 2 * 255).astype(np.uint8))):
            rgba = Image.fromarray(np.dstack([photo, alpha]))
            for method in (0, 4):
                yield f"alpha-{name}-{w}-{method}", webp(rgba, quality=50, method=method, exact=True)
    image = Image.fromarray(photo)
    yield "alpha-few-levels", webp(rgba, quality=50, alpha_quality=20)
    yield "profile-exif", webp(image, quality=70, icc_profile=b"x" * 31, exif=b"Exif\0\0" + b"y" * 11)
    yield "animated", webp(image, save_all=True, append_images=[Image.fromarray(255 - photo)], quality=60)
    lossy = [c for c in chunks(webp(rgba, quality=50)) if c[0] != b"VP8X"]
    lossless = list(chunks(webp(rgba, lossless=True, exact=True)))
    for flags, name in ((0x12, "alpha"), (0x02, "opaque")):
        yield f"moved-{name}", animation(flags, w + 9, h + 7, 4, 6, w, h, lossy)
        yield f"moved-{name}-bare", animation(flags, w + 9, h + 7, 4, 6, w, h, lossy[1:])
        yield f"moved-{name}-lossless", animation(flags, w + 9, h + 7, 4, 6, w, h, lossless)
    yield "alpha-not-flagged", riff([canvas(0, w, h)] + lossy)
    yield "alpha-flagged-alone", riff([canvas(0x10, w, h)] + lossy[1:])
    for stored in range(4):  # the four filters, of which Pillow's encoder tries few
        body = bytes([stored << 2]) + rng.integers(0, 256, w * h).astype(np.uint8).tobytes()
        yield f"alpha-stored-{stored}", riff([canvas(0x10, w, h), (b"ALPH", body), lossy[1]])
    for colours in (1, 2, 4, 16, 200):
        palette = rng.integers(0, 256, (colours, 3)).astype(np.uint8)
        for name, pick in (("noise", rng.integers(0, colours, (h, w))), ("blocks", (x // 5 + y // 7) % colours)):
            yield f"lossless-{colours}-{name}", webp(Image.fromarray(palette[pick]), lossless=True)
    mixed = np.where((x // 9 + y // 9)[..., None] % 2, photo, edges).astype(np.uint8)
    for method in range(0, 7, 2):
        yield f"lossless-method-{method}", webp(Image.fromarray(mixed), lossless=True, method=method, quality=100)
    yield "lossless-one-pixel", webp(Image.fromarray(noise[:1, :1]), lossless=True, method=6, quality=100)
    yield "lossless-flat", webp(Image.new("RGB", (300, 200), (7, 99, 255)), lossless=True)


def from_writer():
    rng = np.random.default_rng(8)
    segments = [(20, 10), (-15, -12), (30, 25), (0, 0)]
    deltas = [3, 0, -2, 5, -6, 1, 0, 9]
    for name, how in {
        "simple": dict(simple=True, level=30), "simple-sharp": dict(simple=True, level=50, sharpness=6),
        "normal": dict(level=12), "strong": dict(level=63, density=.05), "sharp-3": dict(level=45, sharpness=3),
        "sharp-7": dict(level=45, sharpness=7), "unfiltered": dict(level=0), "deltas": dict(deltas=deltas),
        "segments": dict(segments=segments), "absolute": dict(segments=[(5, 0), (60, 63), (20, 30), (90, 5)], absolute=True),
        "two-parts": dict(partitions=1), "eight-parts": dict(partitions=3), "no-skips": dict(skip=False),
        "coarse": dict(quantizer=127, density=.04, largest=3), "fine": dict(quantizer=0, largest=300, density=.1),
        "profile-3": dict(profile=3, simple=True), "everything": dict(
            segments=segments, deltas=deltas, partitions=2, sharpness=2, level=33, profile=1),
    }.items():
        w, h = (int(v) for v in rng.integers(17, 70, 2))
        yield f"vp8-{name}", riff([(b"VP8 ", vp8_writer.frame(rng, w, h, **how))])


def main(folder):
    os.makedirs(folder, exist_ok=True)
    with zipfile.ZipFile(os.path.join(folder, "webp.zip"), "w") as out:
        for part in (from_pillow(np.random.default_rng(6)), from_writer()):
            for name, data in part:
                picture = Image.open(io.BytesIO(data))
                picture.load()
                for kind, content in (("webp", data), (picture.mode, picture.tobytes())):
                    entry = zipfile.ZipInfo(name + "." + kind, (2026, 1, 1, 0, 0, 0))
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    out.writestr(entry, content)


if __name__ == "__main__":
    main(sys.argv[1])
