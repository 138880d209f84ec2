"""Writes two small models as transformers writes them, with what it computes on them.

Made with transformers 5.18.0 on PyTorch 2.13 (CPU), by `python make_models.py` in this folder. `sharded` is divided over several
files and has its preprocessing in processor_config.json, `half` is one file of F16 with the exact GELU and an eos_token_id of 2,
as OpenAI's own have it, and preprocessor_config.json. In each, reference.safetensors holds `image`, `text`, and the features, of
unit length, that float32 arithmetic gives.
"""
import json
import os
import shutil

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from transformers import CLIPConfig, CLIPImageProcessor, CLIPModel

SIZE, CONTEXT, VOCABULARY = 16, 8, 40


def make(folder, activation, eos, dtype, **saving):
    shutil.rmtree(folder, ignore_errors=True)
    torch.manual_seed(11)
    text = dict(
        vocab_size=VOCABULARY, hidden_size=16, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4,
        max_position_embeddings=CONTEXT, hidden_act=activation, bos_token_id=VOCABULARY - 2, eos_token_id=eos, pad_token_id=0)
    vision = dict(
        hidden_size=24, intermediate_size=36, num_hidden_layers=1, num_attention_heads=3, image_size=SIZE, patch_size=8,
        hidden_act=activation)
    model = CLIPModel(CLIPConfig(text_config=text, vision_config=vision, projection_dim=12)).eval()
    with torch.no_grad():
        for p in model.parameters():
            p.add_(0.1 * torch.randn_like(p))
    model.to(dtype).save_pretrained(folder, **saving)
    model = model.float()
    image = torch.randn(3, 3, SIZE, SIZE)
    tokens = torch.randint(1, VOCABULARY - 2, (4, CONTEXT), dtype=torch.int32)
    for row, length in enumerate([3, CONTEXT, 5, 2]):
        tokens[row, 0] = VOCABULARY - 2
        tokens[row, length - 1] = VOCABULARY - 1
        tokens[row, length:] = 0
    with torch.no_grad():
        features = model.visual_projection(model.vision_model(pixel_values=image).pooler_output)
        texts = model.text_projection(model.text_model(input_ids=tokens.long()).pooler_output)
    save_file(
        {"image": image, "text": tokens, "image_features": F.normalize(features, dim=-1),
         "text_features": F.normalize(texts, dim=-1)},
        os.path.join(folder, "reference.safetensors"))


processor = CLIPImageProcessor(size={"shortest_edge": SIZE}, crop_size={"height": SIZE, "width": SIZE})
make("sharded", "quick_gelu", VOCABULARY - 1, torch.float32, max_shard_size="14KB")
with open("sharded/processor_config.json", "w") as f:
    json.dump({"image_processor": processor.to_dict(), "processor_class": "CLIPProcessor"}, f, indent=2)
make("half", "gelu", 2, torch.float16)
processor.image_std = [0.5, 0.25, 0.125]
processor.save_pretrained("half")
# An entry that older versions wrote beside the parameters.
weights = load_file("half/model.safetensors")
weights["text_model.embeddings.position_ids"] = torch.arange(CONTEXT).unsqueeze(0)
save_file(weights, "half/model.safetensors", {"format": "pt"})
