#!/usr/bin/env python3
"""Times a training step of clip4j and one of open_clip in turn, and prints the ratio of their speeds.

usage: compare_step.py [--rounds 3] [--steps 5] [--model ViT-B-32 | --config open_clip_config.json] [--batch 16] [--caption-tokens 12]
                       [--compile] [--grad-checkpointing [--ours]]
needs: pip install open_clip_torch==3.3.0

Both sides make the same step on a batch of noise: both encoders forward and backward, InfoNCE, AdamW with open_clip's constants, the
clamp of the logit scale; the speed is that of the median step. With --ours the other side is clip4j without --grad-checkpointing. Each
measurement is a process of its own with all processors, and the ratio is taken round by round, so that a machine that slows down slows both.
Anything else that runs on the machine spoils it.
"""
import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import time

CLIP4J = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "clip4j")
WARM_UP = 2


def arguments():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=5, help="steps that are timed, behind those that warm up")
    parser.add_argument("--model", default="ViT-B-32")
    parser.add_argument("--config")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--caption-tokens", type=int, default=12)
    parser.add_argument("--compile", action="store_true", help="open_clip through torch.compile")
    parser.add_argument("--grad-checkpointing", action="store_true")
    parser.add_argument("--ours", action="store_true", help="the other side is clip4j without --grad-checkpointing")
    parser.add_argument("--open-clip", action="store_true", help="time open_clip alone, once")
    options = parser.parse_args()
    if options.steps < 1:
        parser.error(f"--steps {options.steps}: expected 1 or more")
    if options.ours and (options.compile or not options.grad_checkpointing):
        parser.error("--ours is for --grad-checkpointing, without --compile")
    return options


def captions(torch, options, context, vocabulary):
    """Start, random words, end, and zeros up to the context's length, as open_clip's tokenizer pads."""
    ids = torch.zeros(options.batch, context, dtype=torch.long)
    length = options.caption_tokens
    ids[:, :length] = torch.randint(1, vocabulary - 2, (options.batch, length))
    ids[:, 0], ids[:, length - 1] = vocabulary - 2, vocabulary - 1
    return ids


def open_clip_step(options):
    import open_clip
    import torch

    torch.manual_seed(0)
    if options.config:
        with open(options.config) as file:
            sizes = json.load(file)["model_cfg"]
    else:
        sizes = open_clip.get_model_config(options.model)
    model = open_clip.CLIP(**sizes)
    model.set_grad_checkpointing(options.grad_checkpointing)
    size = sizes["vision_cfg"].get("image_size", 224)
    text = sizes["text_cfg"]
    pixels = torch.randn(options.batch, 3, size, size)
    ids = captions(torch, options, text.get("context_length", 77), text.get("vocab_size", 49408))
    groups = [
        {"params": [p for p in model.parameters() if p.ndim < 2], "weight_decay": 0.0},
        {"params": [p for p in model.parameters() if p.ndim >= 2], "weight_decay": 0.2},
    ]
    optimizer = torch.optim.AdamW(groups, lr=5e-4, betas=(0.9, 0.98), eps=1e-6)
    loss = open_clip.ClipLoss()
    forward = torch.compile(model) if options.compile else model
    seconds = []
    for _ in range(WARM_UP + options.steps):
        begun = time.perf_counter()
        value = loss(*forward(pixels, ids)[:3])
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        with torch.no_grad():
            model.logit_scale.clamp_(0, math.log(100))
        seconds.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    step = statistics.median(seconds[WARM_UP:])
    print(json.dumps({"samples_per_s": options.batch / step, "step_s": step, "peak_rss_mib": peak}))


def measure(command):
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return json.loads(lines[-1])


def main():
    options = arguments()
    if options.open_clip:
        return open_clip_step(options)
    which = ["--config", options.config] if options.config else ["--model", options.model]
    which += ["--batch", str(options.batch), "--caption-tokens", str(options.caption_tokens)]
    which += ["--steps", str(options.steps)]
    plain = [CLIP4J, "bench", "step", "--json", *which]
    which += ["--grad-checkpointing"] * options.grad_checkpointing
    theirs = [sys.executable, os.path.abspath(__file__), "--open-clip", *which] + ["--compile"] * options.compile
    speeds, memory = [], []
    for number in range(options.rounds):
        a = measure([CLIP4J, "bench", "step", "--json", *which])
        b = measure(plain if options.ours else theirs)
        speeds.append(a["samples_per_s"] / b["samples_per_s"])
        memory.append(a["peak_rss_mib"] / b["peak_rss_mib"])
        print(f"round {number + 1}: {a['samples_per_s']:.4g} and {b['samples_per_s']:.4g} samples/s, ratio {speeds[-1]:.3f};"
              f" {a['peak_rss_mib']} and {b['peak_rss_mib']} MiB, ratio {memory[-1]:.2f}", flush=True)
    print(f"median ratio of speeds {statistics.median(speeds):.3f} ({min(speeds):.3f} to {max(speeds):.3f}),"
          f" of peak memory {statistics.median(memory):.2f}")


if __name__ == "__main__":
    main()
