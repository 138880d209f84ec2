"""Writes positions.safetensors: positions as open_clip resizes them.

Made with open_clip 3.3.0 on PyTorch 2.13 (CPU). For each pair of sizes, `image.FROM.TO.in` and `.out` are a class token and a
square grid, `text.FROM.TO.in` and `.out` a row of positions.
"""
from types import SimpleNamespace

import torch
from open_clip.model import resize_pos_embed, resize_text_pos_embed
from safetensors.torch import save_file

torch.manual_seed(3)
WIDTH = 5
tensors = {}
for old, new in [(4, 7), (7, 4), (7, 8), (9, 2), (1, 3), (6, 16)]:
    state = {"visual.positional_embedding": torch.randn(1 + old * old, WIDTH)}
    tensors[f"image.{old}.{new}.in"] = state["visual.positional_embedding"]
    resize_pos_embed(state, SimpleNamespace(visual=SimpleNamespace(grid_size=(new, new))))
    tensors[f"image.{old}.{new}.out"] = state["visual.positional_embedding"].contiguous()
for old, new in [(8, 13), (13, 8), (77, 32), (3, 77), (1, 4), (9, 1)]:
    state = {"positional_embedding": torch.randn(old, WIDTH)}
    tensors[f"text.{old}.{new}.in"] = state["positional_embedding"]
    resize_text_pos_embed(state, SimpleNamespace(positional_embedding=torch.empty(new, WIDTH)))
    tensors[f"text.{old}.{new}.out"] = state["positional_embedding"].contiguous()
save_file(tensors, "positions.safetensors")
