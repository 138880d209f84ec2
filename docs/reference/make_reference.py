#!/usr/bin/env python3
"""Computes reference values with open_clip, for `clip4j verify`.

Needs:  pip install open_clip_torch==3.3.0   (brings PyTorch, torchvision, ftfy, regex, safetensors and Pillow)
Usage:  make_reference.py DIR                    three small models, the losses, texts, pictures
        make_reference.py DIR --model ViT-B-32   one of open_clip's own models, with random weights
Then:   clip4j verify DIR

What is written where:
  MODEL/open_clip_config.json, open_clip_model.safetensors   the model, as open_clip writes it
  MODEL/reference.safetensors   a batch `image`, `text`; `image_features`, `text_features`, `loss`, `grad.NAME`; of six
                                steps of training on that batch `train.loss`, `train.lr` and, of each parameter, `after.NAME`
  losses.safetensors            `infonce.PAIRS.*` and `siglip.PAIRS.*` in double precision
  tokenizer.json                texts: `ids`, `padded77`, `decoded`
  preprocess/                   pictures; `SIZE.FILE` in reference.safetensors is what the evaluation transform makes of one
With --model the model's three files lie in DIR itself; of the gradients there are some, of the training nothing.
"""
import argparse
import json
import math
import pathlib

import numpy as np
import open_clip
import torch
from open_clip.loss import ClipLoss, SigLipLoss
from open_clip.model import CLIP, CLIPTextCfg, CLIPVisionCfg
from PIL import Image
from safetensors.torch import save_file

SMALL = {
    "small-gelu": {
        "embed_dim": 40,
        "quick_gelu": False,
        "vision_cfg": {"image_size": 28, "patch_size": 7, "width": 72, "layers": 3, "head_width": 24},
        "text_cfg": {"context_length": 12, "vocab_size": 251, "width": 48, "heads": 4, "layers": 2},
    },
    "small-quickgelu": {
        "embed_dim": 64,
        "quick_gelu": True,
        "vision_cfg": {"image_size": 48, "patch_size": 12, "width": 64, "layers": 2, "head_width": 64},
        "text_cfg": {"context_length": 20, "vocab_size": 500, "width": 80, "heads": 5, "layers": 3},
    },
    # Patches that do not fill the picture, and heads wider than head_width: two of 15 columns.
    "small-uneven": {
        "embed_dim": 24,
        "quick_gelu": False,
        "vision_cfg": {"image_size": 30, "patch_size": 8, "width": 30, "layers": 2, "head_width": 12},
        "text_cfg": {"context_length": 9, "vocab_size": 60, "width": 18, "heads": 2, "layers": 1},
    },
}

# Of a full-size model one gradient of each kind: early and late, of both encoders.
SOME_GRADIENTS = [
    "logit_scale",
    "text_projection",
    "positional_embedding",
    "transformer.resblocks.0.mlp.c_fc.weight",
    "visual.proj",
    "visual.class_embedding",
    "visual.conv1.weight",
    "visual.transformer.resblocks.0.attn.in_proj_weight",
]

LOGIT_SCALE = 14.2857
LOGIT_BIAS = -10.0

TEXTS = [
    "",
    " \t\n ",
    "a photo of a dog",
    "An Unreasonably LOUD caption!!!",
    "it's what they'd said we'll do, isn't it? I'm sure you've heard 'em",
    "1234567890 and 0.5% of 3,000",
    "new\nlines\tand   runs of blanks",
    "na\u00efve fa\u00e7ade, stra\u00dfe, \u0141\u00f3d\u017a",
    "e\u0301 and \u00e9, \u212b and \u00c5",
    "\u732b\u3068\u72ac \u00b7 \u9ad8\u6e05",
    "\uff26\uff55\uff4c\uff4c \uff57\uff49\uff44\uff54\uff48\uff01",
    "\u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03cc\u03c2 \u039b\u039f\u0393\u039f\u03a3",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u0939\u093f\u0928\u094d\u0926\u0940 \u0e44\u0e17\u0e22",
    "\U0001f43c\U0001f3fb\u200d\u2744\ufe0f \U0001f1ea\U0001f1fa \u2764\ufe0f",
    "\u201ccurly\u201d \u2018quotes\u2019 \u2013 dashes \u2014 dots\u2026",
    "\ufb01ne \ufb02ow, \u00bd cup, x\u00b2, \u2116 5",
    "caf\u00c3\u00a9 and don\u00e2\u20ac\u2122t",
    "&lt;p&gt;fish &amp;amp; chips&lt;/p&gt; &#8364;5 &copy 2020",
    "<start_of_text> inside <end_of_text>",
    "http://www.example.org/path/to?query=1&x=%20#fragment",
    "def f(x): return {'a': [x**2, ~x]}  # \\n",
    "donaudampfschifffahrtsgesellschaftskapit\u00e4n",
    "z" * 200,
    "one two " * 60,
    "\u0130\u0131 \u1e9e \u01c5",
    "zero\u200bwidth soft\u00adhyphen no\u00a0break",
]


def spread(model, generator):
    """Moves every parameter off its first value: a zero bias or a gain of one would hide mistakes."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name != "logit_scale":
                size = 0.1 if parameter.ndim < 2 else 0.02
                parameter += size * torch.randn(parameter.shape, generator=generator)


def random_batch(config, pairs, generator):
    """Noise for pictures; captions of random length: start, body, end (the highest id), zeros."""
    edge = config["vision_cfg"]["image_size"]
    images = torch.randn(pairs, 3, edge, edge, generator=generator)
    context, vocabulary = config["text_cfg"]["context_length"], config["text_cfg"]["vocab_size"]
    captions = torch.zeros(pairs, context, dtype=torch.long)
    for row in range(pairs):
        # The first fills the context.
        length = context - 2 if row == 0 else int(torch.randint(0, context - 1, (), generator=generator))
        captions[row, 0] = vocabulary - 2
        captions[row, 1 : 1 + length] = torch.randint(1, vocabulary - 2, (length,), generator=generator)
        captions[row, 1 + length] = vocabulary - 1
    return images, captions


def build(config, seed):
    torch.manual_seed(seed)
    return CLIP(
        config["embed_dim"],
        CLIPVisionCfg(**config["vision_cfg"]),
        CLIPTextCfg(**config["text_cfg"]),
        quick_gelu=config.get("quick_gelu", False),
    )


def contrast(model, images, captions):
    image_features, text_features, scale = model(images, captions)
    return image_features, text_features, ClipLoss()(image_features, text_features, scale)


def batch_values(model, images, captions, gradients):
    image_features, text_features, loss = contrast(model, images, captions)
    loss.backward()
    values = {
        "image": images,
        "text": captions.int(),
        "image_features": image_features.detach(),
        "text_features": text_features.detach(),
        "loss": loss.detach().reshape(1),
    }
    for name, parameter in model.named_parameters():
        if gradients is None or name in gradients:
            values["grad." + name] = parameter.grad
    return {name: value.clone() for name, value in values.items()}


def training_values(model, images, captions, steps=6, warmup=2, peak=1e-3):
    matrices = [p for p in model.parameters() if p.ndim >= 2]
    others = [p for p in model.parameters() if p.ndim < 2]
    groups = [{"params": matrices, "weight_decay": 0.2}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=peak, betas=(0.9, 0.98), eps=1e-6)
    losses, rates = [], []
    for step in range(steps):
        if step < warmup:
            rate = peak * (step + 1) / warmup
        else:
            rate = 0.5 * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup))) * peak
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.zero_grad()
        loss = contrast(model, images, captions)[2]
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        with torch.no_grad():
            model.logit_scale.clamp_(0, math.log(100))
        losses.append(loss.item())
        rates.append(rate)
    values = {"train.loss": torch.tensor(losses), "train.lr": torch.tensor(rates, dtype=torch.float64)}
    for name, parameter in model.named_parameters():
        values["after." + name] = parameter.detach().clone()
    return values


def write_model(folder, config, weights, values):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": config}, indent=2))
    save_file({k: v.contiguous() for k, v in weights.items()}, folder / "open_clip_model.safetensors")
    save_file({k: v.contiguous() for k, v in values.items()}, folder / "reference.safetensors")


def small_models(folder, seed):
    for index, (name, config) in enumerate(SMALL.items()):
        generator = torch.Generator().manual_seed(seed + index)
        model = build(config, seed + index)
        spread(model, generator)
        weights = {k: p.detach().clone() for k, p in model.named_parameters()}
        images, captions = random_batch(config, 7 + index, generator)
        values = batch_values(model, images, captions, None)
        values.update(training_values(model, images, captions))
        write_model(folder / name, config, weights, values)
        print(f"{name}: {sum(p.numel() for p in model.parameters()):,} parameters, loss {values['loss'].item():.4f}")


def full_size_model(folder, name, seed):
    config = open_clip.get_model_config(name)
    if config is None:
        raise SystemExit(f"open_clip has no model {name}; it has {', '.join(open_clip.list_models())}")
    generator = torch.Generator().manual_seed(seed)
    model = build(config, seed)
    spread(model, generator)
    images, captions = random_batch(config, 4, generator)
    values = batch_values(model, images, captions, SOME_GRADIENTS)
    weights = {k: p.detach() for k, p in model.named_parameters()}
    write_model(folder, config, weights, values)
    print(f"{name}: {sum(p.numel() for p in model.parameters()):,} parameters, loss {values['loss'].item():.4f}")


def losses(folder, seed):
    generator = torch.Generator().manual_seed(seed)
    values = {}
    for pairs, width in ((5, 12), (300, 48)):
        rows = torch.randn(2, pairs, width, generator=generator, dtype=torch.float64)
        # Pairs that resemble each other, as those of a model that has begun to learn.
        image = torch.nn.functional.normalize(rows[0], dim=-1)
        text = torch.nn.functional.normalize(rows[0] + rows[1], dim=-1)
        for kind in ("infonce", "siglip"):
            inputs = {
                "image": image.clone().requires_grad_(),
                "text": text.clone().requires_grad_(),
                "scale": torch.tensor(LOGIT_SCALE, dtype=torch.float64, requires_grad=True),
            }
            if kind == "infonce":
                loss = ClipLoss()(*inputs.values())
            else:
                inputs["bias"] = torch.tensor(LOGIT_BIAS, dtype=torch.float64, requires_grad=True)
                loss = SigLipLoss()(*inputs.values())
            loss.backward()
            prefix = f"{kind}.{pairs}."
            values.update({prefix + "image": image, prefix + "text": text, prefix + "loss": loss.detach().reshape(1)})
            for name, tensor in inputs.items():
                values[prefix + "grad." + name] = tensor.grad.reshape(-1) if tensor.ndim == 0 else tensor.grad
    save_file({k: v.clone().contiguous() for k, v in values.items()}, folder / "losses.safetensors")


def tokenizer(folder):
    tokenize = open_clip.tokenizer.SimpleTokenizer()
    rows = []
    for text in TEXTS:
        ids = tokenize.encode(text)
        rows.append({"text": text, "ids": ids, "padded77": tokenize([text])[0].tolist(), "decoded": tokenize.decode(ids)})
    (folder / "tokenizer.json").write_text(json.dumps(rows, indent=0))


def pattern(width, height, generator):
    """Waves, a ramp and tiles under noise: something for every filter to get wrong."""
    y, x = np.mgrid[0:height, 0:width]
    bands = [
        128 + 90 * np.cos(x * y / 97) + 30 * np.sin(x / 2.1),
        255 * (x + y) / (width + height),
        200 * ((x // 5 + y // 9) % 3 == 0) + 20,
    ]
    noise = generator.normal(0, 9, (height, width, 3))
    return np.clip(np.stack(bands, -1) + noise, 0, 255).astype(np.uint8)


def preprocess(folder, seed):
    generator = np.random.default_rng(seed)
    folder = folder / "preprocess"
    folder.mkdir(exist_ok=True)
    rgb = {name: Image.fromarray(pattern(w, h, generator)) for name, w, h in
           (("wide", 260, 83), ("tall", 71, 190), ("speck", 4, 7), ("square", 64, 64), ("photo", 301, 222))}
    alpha = rgb["tall"].copy()
    alpha.putalpha(Image.fromarray(pattern(71, 190, generator)[..., 0]))
    turned = Image.Exif()
    turned[0x0112] = 8
    rgb["wide"].save(folder / "wide.png")
    rgb["tall"].save(folder / "tall.webp", lossless=True)
    rgb["speck"].save(folder / "speck.png")
    rgb["square"].save(folder / "square.bmp")
    rgb["photo"].save(folder / "photo.jpg", quality=85)
    rgb["photo"].save(folder / "turned.jpg", quality=93, exif=turned)
    rgb["photo"].convert("L").save(folder / "grey.jpg", quality=90)
    rgb["photo"].convert("L").save(folder / "grey.png")
    rgb["photo"].convert("P", palette=Image.Palette.ADAPTIVE).save(folder / "palette.gif")
    rgb["wide"].convert("P", palette=Image.Palette.ADAPTIVE, colors=40).save(folder / "palette.png")
    alpha.save(folder / "alpha.png")
    values = {}
    for size in (64, 224):
        transform = open_clip.image_transform(size, is_train=False)
        for file in sorted(folder.iterdir()):
            if file.name != "reference.safetensors" and (size == 64 or file.stem in ("wide", "photo")):
                values[f"{size}.{file.name}"] = transform(Image.open(file)).contiguous()
    save_file(values, folder / "reference.safetensors")


def main():
    parser = argparse.ArgumentParser(description="Computes reference values with open_clip, for clip4j verify.")
    parser.add_argument("folder", type=pathlib.Path, help="where to; made if it is not there")
    parser.add_argument("--model", help="a model of open_clip, such as ViT-B-32, instead of the small set")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.model:
        full_size_model(options.folder, options.model, options.seed)
    else:
        small_models(options.folder, options.seed)
        losses(options.folder, options.seed)
        tokenizer(options.folder)
        preprocess(options.folder, options.seed)


if __name__ == "__main__":
    main()
