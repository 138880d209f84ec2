#!/usr/bin/env python3
"""Computes the distillation loss with PyTorch, from its definition, for DistillationLossTest.

Needs:  pip install torch==2.13.0 safetensors==0.8.0
Usage:  make_reference.py FILE

Of each batch, under PAIRS.: the student's `image` and `text`, the teacher's `teacher.image` and `teacher.text`, of
another width; `contrastive_loss` and `distill_loss`; and of contrastive_loss + WEIGHT * distill_loss the gradients
`grad.image`, `grad.text` and `grad.scale`. All in double precision.
"""
import sys

import torch
from safetensors.torch import save_file
from torch.nn import functional

SCALE = 14.2857
TEACHER_SCALE = 60.0
WEIGHT = 0.7


def against(teacher, student):
    return -(teacher.softmax(-1) * student.log_softmax(-1)).sum(-1).mean()


def embeddings(pairs, width, generator):
    """Pairs that resemble each other, as those of a model that has learned."""
    rows = torch.randn(2, pairs, width, generator=generator, dtype=torch.float64)
    return functional.normalize(rows[0], dim=-1), functional.normalize(rows[0] + rows[1], dim=-1)


def batch(pairs, width, teacher_width, generator):
    image, text = embeddings(pairs, width, generator)
    teacher_image, teacher_text = embeddings(pairs, teacher_width, generator)
    inputs = {"image": image, "text": text, "scale": torch.tensor([SCALE], dtype=torch.float64)}
    for tensor in inputs.values():
        tensor.requires_grad_()
    logits = inputs["scale"] * image @ text.T
    wanted = TEACHER_SCALE * teacher_image @ teacher_text.T
    pair = torch.arange(pairs)
    contrastive = (functional.cross_entropy(logits, pair) + functional.cross_entropy(logits.T, pair)) / 2
    distill = (against(wanted, logits) + against(wanted.T, logits.T)) / 2
    (contrastive + WEIGHT * distill).backward()
    values = {
        "image": image,
        "text": text,
        "teacher.image": teacher_image,
        "teacher.text": teacher_text,
        "contrastive_loss": contrastive.reshape(1),
        "distill_loss": distill.reshape(1),
    }
    values.update({"grad." + name: tensor.grad for name, tensor in inputs.items()})
    return {f"{pairs}.{name}": tensor.detach().clone().contiguous() for name, tensor in values.items()}


def main():
    generator = torch.Generator().manual_seed(1)
    values = batch(6, 5, 9, generator)
    values.update(batch(50, 24, 16, generator))
    save_file(values, sys.argv[1])


if __name__ == "__main__":
    main()
