#!/usr/bin/env python3
"""Times a contrastive loss of clip4j and the same loss of torch in turn, and prints the ratio of their times.

usage: compare_loss.py [--rounds 3] [--kind infonce|sigmoid] [--batch 8192] [--dim 512] [--steps 5] [--tile N]
needs: pip install torch==2.13.0

Both sides compute the loss and the gradients of both embeddings, of the logit scale and of the bias, over unit rows of noise. torch has
the whole matrix of logits in memory, clip4j its tiles. Each measurement is a process of its own with all processors, and the ratio is
taken round by round, so that a machine that slows down slows both. Anything else that runs on the machine spoils it.
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
    parser.add_argument("--kind", choices=["infonce", "sigmoid"], default="infonce")
    parser.add_argument("--batch", type=int, default=8192)
    parser.add_argument("--dim", type=int, default=512)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--tile", type=int)
    parser.add_argument("--torch", action="store_true", help="time torch alone, once")
    return parser.parse_args()


def torch_loss(options):
    import torch
    from torch.nn import functional

    torch.manual_seed(0)
    images, texts = (functional.normalize(torch.randn(options.batch, options.dim)).requires_grad_() for _ in range(2))
    infonce = options.kind == "infonce"
    scale = torch.tensor(math.log(1 / 0.07 if infonce else 10)).requires_grad_()
    bias = torch.tensor(-10.0).requires_grad_()
    labels = torch.arange(options.batch)

    def loss():
        logits = (scale.exp() * images) @ texts.T
        if infonce:
            return (functional.cross_entropy(logits, labels) + functional.cross_entropy(logits.T, labels)) / 2
        answers = 2 * torch.eye(options.batch) - 1
        return -functional.logsigmoid(answers * (logits + bias)).sum() / options.batch

    seconds = []
    for _ in range(WARM_UP + options.steps):
        begun = time.perf_counter()
        for learned in (images, texts, scale, bias):
            learned.grad = None
        value = loss()
        value.backward()
        seconds.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"step_s": statistics.median(seconds[WARM_UP:]), "loss": value.item(), "peak_rss_mib": peak}))


def measure(command):
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return json.loads(lines[-1])


def main():
    options = arguments()
    if options.torch:
        return torch_loss(options)
    which = ["--kind", options.kind, "--batch", str(options.batch), "--dim", str(options.dim), "--steps", str(options.steps)]
    ours = [CLIP4J, "bench", "loss", "--json", "--warmup", str(WARM_UP), *which]
    ours += ["--tile", str(options.tile)] if options.tile else []
    theirs = [sys.executable, os.path.abspath(__file__), "--torch", *which]
    logits = options.batch**2
    ratios = []
    for number in range(options.rounds):
        a, b = measure(ours), measure(theirs)
        ratios.append(a["step_s"] / b["step_s"])
        print(f"round {number + 1}: {a['step_s'] * 1e9 / logits:.4g} and {b['step_s'] * 1e9 / logits:.4g} ns a logit,"
              f" ratio of times {ratios[-1]:.3f}; {a['peak_rss_mib']} and {b['peak_rss_mib']} MiB", flush=True)
    print(f"median ratio of times {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})")


if __name__ == "__main__":
    main()
