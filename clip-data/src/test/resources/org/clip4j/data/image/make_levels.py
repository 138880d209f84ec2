"""Writes what Pillow and open_clip make of the pictures here: make_levels.py FOLDER. See README.md."""
import glob
import io
import os
import struct
import sys
import types
import zipfile
import zlib

import numpy as np
import torch

try:
    import torchvision
except RuntimeError:  # builds whose native operators do not load; preprocessing needs none
    for part in ("_meta_registrations", "_autograd_registrations"):
        sys.modules["torchvision." + part] = types.ModuleType("torchvision." + part)
from open_clip.transform import image_transform
from PIL import Image


def levels(path, size, **how):
    tensor = image_transform(size, is_train=False, mean=(0, 0, 0), std=(1, 1, 1), **how)(Image.open(path))
    return (tensor * 255).round().byte().permute(1, 2, 0).contiguous().numpy().tobytes()


def put(archive, name, data):
    entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def pictures(folder):
    return sorted(p for p in glob.glob(os.path.join(folder, "*.*")) if not p.endswith((".zip", ".f32")))


def golden(folder):
    with zipfile.ZipFile(os.path.join(folder, "levels.zip"), "w") as out:
        for path in pictures(folder):
            name = os.path.basename(path)
            put(out, "64." + name, levels(path, 64))
            if name in ("wide.png", "photo.jpg"):
                put(out, "224." + name, levels(path, 224))
    photo = image_transform(64, is_train=False)(Image.open(os.path.join(folder, "photo.jpg")))
    photo.numpy().astype("<f4").tofile(os.path.join(folder, "photo.f32"))


def png(path, width, height, depth, kind, rows, extra=()):
    """Kinds of PNG that Pillow does not write."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    with open(path, "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)))
        for name, data in extra:
            f.write(chunk(name, data))
        f.write(chunk(b"IDAT", zlib.compress(b"".join(b"\0" + r for r in rows))) + chunk(b"IEND", b""))


def modes(folder):
    os.makedirs(folder, exist_ok=True)
    rng = np.random.default_rng(3)
    w, h = 43, 29
    y, x = np.mgrid[0:h, 0:w]
    base = np.stack([127 + 110 * np.sin(x / 5.3 + y / 9), 255 * x / w, 255 * ((x // 6 + y // 5) % 2)], -1)
    rgb = np.clip(base + rng.normal(0, 8, base.shape), 0, 255).astype(np.uint8)
    alpha = np.clip(255 * np.hypot(x - w / 2, y - h / 2) / 18 - 30, 0, 255).astype(np.uint8)
    im = Image.fromarray(rgb)
    grey = im.convert("L")
    rgba = Image.fromarray(np.dstack([rgb, alpha]))
    palette = im.quantize(40)

    def save(name, picture, **kw):
        picture.save(os.path.join(folder, name), **kw)
    save("bilevel.png", im.convert("1"))
    save("grey-alpha.png", Image.merge("LA", (grey, Image.fromarray(alpha))))
    save("palette4.png", im.quantize(13))
    save("palette-transparent.png", palette, transparency=3)
    save("rgb-transparent.png", im, transparency=tuple(int(v) for v in rgb[4, 4]))
    g16 = rng.integers(0, 65536, (h, w, 4)).astype(">u2")
    png(os.path.join(folder, "rgb16.png"), w, h, 16, 2, [r.tobytes() for r in g16[..., :3].copy()], [(b"gAMA", struct.pack(">I", 100000))])
    png(os.path.join(folder, "rgba16.png"), w, h, 16, 6, [r.tobytes() for r in g16])
    png(os.path.join(folder, "grey-alpha16.png"), w, h, 16, 4, [r.tobytes() for r in g16[..., :2].copy()])
    for depth in (2, 4):
        small = np.asarray(grey) >> (8 - depth)
        bits = np.unpackbits(small[..., None], axis=-1)[..., -depth:].reshape(h, -1)
        png(os.path.join(folder, f"grey{depth}.png"), w, h, depth, 0, [r.tobytes() for r in np.packbits(bits, axis=-1)])
    save("plain.gif", palette)
    save("transparent.gif", palette, transparency=5)
    save("grey.gif", grey)
    blocks = [Image.new("RGB", (w, h), (int(9 * i), 200, 30)) for i in range(3)]
    save("animated.gif", im, save_all=True, append_images=blocks)
    # A frame smaller than its canvas, moved by (5, 3).
    data = io.BytesIO()
    palette.save(data, "gif", transparency=7)
    data = bytearray(data.getvalue())
    data[6:10] = struct.pack("<HH", w + 9, h + 6)
    at = data.index(b"\x2c\0\0\0\0" + struct.pack("<HH", w, h))
    data[at + 1:at + 5] = struct.pack("<HH", 5, 3)
    open(os.path.join(folder, "moved.gif"), "wb").write(data)
    save("rgb.bmp", im)
    save("palette.bmp", palette)
    save("grey.bmp", grey)
    save("bilevel.bmp", im.convert("1"))
    save("rgba.bmp", rgba)
    for name, kw in {"444": dict(subsampling=0), "422": dict(subsampling=1), "420": dict(subsampling=2),
                     "progressive": dict(progressive=True), "rgb": dict(keep_rgb=True)}.items():
        save(f"{name}.jpg", im, quality=85, **kw)
    save("cmyk.jpg", im.convert("CMYK"), quality=90)
    # Without its JFIF marker a file is still luminance and chroma, by the names of its components.
    plain = open(os.path.join(folder, "444.jpg"), "rb").read()
    length = struct.unpack(">H", plain[4:6])[0]
    open(os.path.join(folder, "bare.jpg"), "wb").write(plain[:2] + plain[4 + length:])
    # The same bytes said to be luminance, chroma and black, by Adobe's marker.
    inks = bytearray(open(os.path.join(folder, "cmyk.jpg"), "rb").read())
    inks[inks.index(b"Adobe") + 11] = 2
    open(os.path.join(folder, "ycck.jpg"), "wb").write(inks)
    # Animated: the picture is the first frame; or one that is no frame, which players do not show.
    save("animated.png", im, save_all=True, append_images=blocks)
    save("animated-alpha.png", rgba, save_all=True, append_images=[Image.fromarray(255 - np.asarray(rgba))])
    save("animated-default.png", im, save_all=True, append_images=blocks, default_image=True)
    save("lossless.webp", im, lossless=True)
    save("lossless-alpha.webp", rgba, lossless=True, exact=True)
    save("lossy.webp", im, quality=80)
    save("lossy-alpha.webp", rgba, quality=80, exact=True)
    save("animated.webp", im, save_all=True, append_images=blocks, lossless=True)
    # Grey of 16 bits: from black to just above 255, where converting to RGB clips; and of all values.
    deep = np.random.default_rng(4)
    dark = (base[..., 0] + deep.normal(0, 25, (h, w))).clip(0, 400)
    mixed = np.where(x < w // 2, dark, deep.integers(0, 65536, (h, w)) * ((x + y) // 5 % 2))
    for name, values, extra in (("grey16", mixed, ()), ("grey16-dark", dark, [(b"tRNS", b"\0\7")])):
        rows = [r.tobytes() for r in values.astype(">u2")]
        png(os.path.join(folder, name + ".png"), w, h, 16, 0, rows, extra)
    with zipfile.ZipFile(os.path.join(folder, "levels.zip"), "w") as out:
        for path in pictures(folder):
            name = os.path.basename(path)
            put(out, "rgb." + name, Image.open(path).convert("RGB").tobytes())
            for size in (16, 45):
                put(out, f"{size}.{name}", levels(path, size))
            put(out, "longest.24." + name, levels(path, 24, resize_mode="longest", fill_color=7))
            put(out, "squash.24." + name, levels(path, 24, resize_mode="squash", interpolation="bilinear"))


def resizes(path):
    rng = np.random.default_rng(5)
    filters = {"bicubic": Image.Resampling.BICUBIC, "bilinear": Image.Resampling.BILINEAR}
    with zipfile.ZipFile(path, "w") as out:
        for i in range(60):
            w, h, tw, th = (int(v) for v in rng.integers(1, 70, 4))
            pixels = rng.integers(0, 256, (h, w, 3)).astype(np.uint8)
            if i % 3 == 0:  # black and white, so that the kernel overshoots everywhere
                pixels = (pixels > 127).astype(np.uint8) * 255
            box = (0, 0, w, h)
            if i % 2:
                edges = rng.random(4).astype(np.float32)
                box = (edges[0] * w / 2, edges[1] * h / 2, w - edges[2] * w / 2.1, h - edges[3] * h / 2.1)
                box = tuple(float(np.float32(v)) for v in box)
            kind = ("bicubic", "bilinear")[i % 5 == 4]
            result = Image.fromarray(pixels).resize((tw, th), filters[kind], box)
            head = struct.pack(">4i4fi", w, h, tw, th, *box, len(kind)) + kind.encode()
            put(out, str(i), head + pixels.tobytes() + result.tobytes())


if __name__ == "__main__":
    golden(os.path.join(sys.argv[1], "golden"))
    modes(os.path.join(sys.argv[1], "modes"))
    resizes(os.path.join(sys.argv[1], "resize.zip"))
