#!/usr/bin/env python3
"""Times clip4j's loader and one in Python in turn, and prints the ratio of their speeds.

usage: compare_loader.py [--rounds 3] [--size 224] [--batch 64] [--workers 2] [--seconds 20] [--warmup 5] SHARD...
       compare_loader.py --make FOLDER [--rounds ...]
needs: pip install open_clip_torch==3.3.0 (and numpy, which it brings, for --make)

Both sides read the shards over and over, decode, crop and resize as open_clip does in training, tokenize the captions and give batches;
Python's side is torch's DataLoader with processes over the standard library's tar reader and Pillow. --make writes four shards of 200
photo-like JPEGs of 500 x 375 at quality 90 into FOLDER, if there are none, and reads those. Each measurement is a process of its own, and
the ratio is taken round by round, so that a machine that slows down slows both. Anything else that runs on the machine spoils it.
"""
import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tarfile
import time

CLIP4J = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "clip4j")
PICTURES = ("jpg", "jpeg", "png", "webp")
WIDTH, HEIGHT, QUALITY = 500, 375, 90
SHARDS, PAIRS_PER_SHARD = 4, 200


def arguments():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2, help="our threads, their processes")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--warmup", type=float, default=5, help="seconds before the counting")
    parser.add_argument("--make", metavar="FOLDER")
    parser.add_argument("--python", action="store_true", help="time Python's loader alone, once")
    parser.add_argument("shards", nargs="*")
    options = parser.parse_args()
    if options.workers < 1:
        parser.error(f"--workers {options.workers}: expected 1 or more")
    if bool(options.make) == bool(options.shards):
        parser.error("name shards, or --make FOLDER")
    return options


def photo(numpy, image, draw, random):
    """Colour noise that falls off with its frequency as in photographs, and discs for their edges."""
    down = numpy.fft.fftfreq(HEIGHT)[:, None]
    across = numpy.fft.rfftfreq(WIDTH)[None, :]
    amplitude = numpy.maximum(numpy.hypot(down, across), 1 / WIDTH) ** -1.1
    clouds = numpy.fft.irfft2(amplitude * numpy.exp(2j * numpy.pi * random.random(amplitude.shape)), s=(HEIGHT, WIDTH))
    clouds /= clouds.std()
    channels = []
    for _ in range(3):
        shifted = numpy.roll(clouds, random.integers(0, 40)) * random.normal()
        grain = 3 * random.normal(size=clouds.shape)
        channels.append(128 + 30 * random.normal() + 45 * (clouds + 0.3 * shifted) + grain)
    picture = image.fromarray(numpy.clip(numpy.stack(channels, -1), 0, 255).astype("uint8"))
    pen = draw.Draw(picture)
    for _ in range(6):
        x, y = int(random.integers(0, WIDTH - 100)), int(random.integers(0, HEIGHT - 75))
        wide, high = (int(v) for v in random.integers(20, 120, 2))
        pen.ellipse([x, y, x + wide, y + high], fill=tuple(int(v) for v in random.integers(0, 256, 3)))
    return picture


def make(folder):
    """The shards of a folder; made from a fixed seed where there are none."""
    paths = [os.path.join(folder, f"{number:06d}.tar") for number in range(SHARDS)]
    if all(os.path.isfile(path) for path in paths):
        return paths
    import numpy
    from PIL import Image, ImageDraw

    os.makedirs(folder, exist_ok=True)
    random = numpy.random.default_rng(0)
    for number, path in enumerate(paths):
        print(f"making {path}", file=sys.stderr, flush=True)
        with tarfile.open(path + ".part", "w", format=tarfile.USTAR_FORMAT) as tar:
            for i in range(PAIRS_PER_SHARD):
                jpeg = io.BytesIO()
                photo(numpy, Image, ImageDraw, random).save(jpeg, "JPEG", quality=QUALITY)
                key = number * PAIRS_PER_SHARD + i
                caption = f"a photo of coloured clouds and discs, number {key}".encode()
                for extension, content in (("jpg", jpeg.getvalue()), ("txt", caption)):
                    entry = tarfile.TarInfo(f"{key:06d}.{extension}")
                    entry.size = len(content)
                    tar.addfile(entry, io.BytesIO(content))
        os.replace(path + ".part", path)
    return paths


def samples(path):
    """The samples of a shard: neighbouring files whose names are alike up to the first dot."""
    last, parts = None, {}
    with tarfile.open(path, "r|*") as tar:
        for entry in tar:
            if not entry.isfile():
                continue
            key, _, extension = entry.name.partition(".")
            if key != last and parts:
                yield parts
                parts = {}
            last = key
            parts[extension.lower()] = tar.extractfile(entry).read()
    if parts:
        yield parts


def python_loader(options):
    import open_clip
    import torch
    from PIL import Image

    transform = open_clip.image_transform(options.size, is_train=True)
    tokenizer = open_clip.SimpleTokenizer()

    class Pairs(torch.utils.data.IterableDataset):
        def __iter__(self):
            worker = torch.utils.data.get_worker_info()
            # With fewer shards than processes some are read by several.
            own = options.shards[worker.id :: worker.num_workers] or options.shards
            while True:
                for shard in own:
                    yield from map(self.prepare, samples(shard))

        @staticmethod
        def prepare(parts):
            encoded = next(parts[extension] for extension in PICTURES if extension in parts)
            picture = Image.open(io.BytesIO(encoded)).convert("RGB")
            return transform(picture), tokenizer([parts["txt"].decode()])[0]

    torch.set_num_threads(1)
    # Forked processes: the class above lives in this function alone.
    batches = iter(
        torch.utils.data.DataLoader(
            Pairs(), batch_size=options.batch, num_workers=options.workers, prefetch_factor=4, multiprocessing_context="fork"
        )
    )
    begun, read = time.perf_counter(), 0
    while read < 2 * options.workers or time.perf_counter() - begun < options.warmup:
        next(batches)
        read += 1
    begun, count, passed = time.perf_counter(), 0, 0.0
    while passed < options.seconds:
        count += len(next(batches)[0])
        passed = time.perf_counter() - begun
    print(json.dumps({"workers": options.workers, "samples_per_s": count / passed}), flush=True)
    # The processes would go on preparing batches that nobody reads.
    os._exit(0)


def measure(command):
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return json.loads(lines[-1])["samples_per_s"]


def main():
    options = arguments()
    if options.python:
        return python_loader(options)
    shards = make(options.make) if options.make else options.shards
    how = ["--size", options.size, "--batch", options.batch, "--seconds", options.seconds, "--warmup", options.warmup]
    how = [str(word) for word in how]
    ours = [CLIP4J, "bench", "loader", "--json", *how, "--threads", str(options.workers), *shards]
    theirs = [sys.executable, os.path.abspath(__file__), "--python", *how, "--workers", str(options.workers), *shards]
    ratios = []
    for number in range(options.rounds):
        a, b = measure(ours), measure(theirs)
        ratios.append(a / b)
        print(f"round {number + 1}: {a:.4g} and {b:.4g} samples/s, ratio {ratios[-1]:.3f}", flush=True)
    print(f"median ratio of speeds {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})")


if __name__ == "__main__":
    main()
