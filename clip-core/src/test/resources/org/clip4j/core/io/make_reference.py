"""Writes reference.safetensors and reference16.safetensors with the reference library (safetensors 0.8.0, torch 2.13.0).

    python make_reference.py
"""
import torch
from safetensors.torch import save_file

save_file({
    "f64": torch.tensor([[0.1, -2.0, 1e300], [3.0, 4.5, -0.0]], dtype=torch.float64),
    "f32": torch.tensor([[[0.1, -2.0], [1e38, 1e-45]]], dtype=torch.float32),
    "i64": torch.tensor([2**63 - 1, -2**63, 5], dtype=torch.int64),
    "i32": torch.tensor([2**31 - 1, -2**31, 5], dtype=torch.int32),
    "i16": torch.tensor([32767, -32768, 5], dtype=torch.int16),
    "i8": torch.tensor([127, -128, 5], dtype=torch.int8),
    "u8": torch.tensor([255, 0, 5], dtype=torch.uint8),
    "u16": torch.tensor([65535, 0, 5], dtype=torch.uint16),
    "u32": torch.tensor([2**32 - 1, 0, 5], dtype=torch.uint32),
    "u64": torch.tensor([2**63 - 1, 0, 5], dtype=torch.uint64),
    "bool": torch.tensor([[True, False], [False, True]]),
    "scalar": torch.tensor(2.5),
    "empty": torch.zeros(0, 3),
    "\u00e9\u0142\u00e9phant/\U0001f418": torch.tensor([1.0]),
    "\uff5e after emoji in UTF-16 only": torch.tensor([2.0]),
}, "reference.safetensors", metadata={"format": "pt"})
save_file({
    "f16": torch.tensor([0.1, -2.0, 65504.0, 6.0e-8, -0.0, float("inf"), float("-inf"), float("nan")], dtype=torch.float16),
    "bf16": torch.tensor([0.1, -2.0, 3e38, 1e-40, -0.0, float("inf"), float("-inf"), float("nan")], dtype=torch.bfloat16),
}, "reference16.safetensors")
