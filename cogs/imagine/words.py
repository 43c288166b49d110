"""What Discord shows of `/imagine` before it runs: names, descriptions and choices, all in one place."""

from bot.generation.models import FLUX_2_PRO, PictureFormat
from cogs.texts.translator import choice

NAME = "imagine"
DESCRIPTION = "Paint a picture from words"

OPTIONS = {
    "prompt": "What you want to see",
    "width": "Width in pixels: a multiple of 32 from 512 to 2048 (1024 if left out)",
    "height": "Height in pixels: a multiple of 32 from 512 to 2048 (768 if left out)",
    "preset": "A ready-made size, instead of width and height",
    "seed": "The same seed with the same prompt and size gives the same picture again",
    "picture_format": "The kind of file (PNG if left out)",
    "spoiler": "Hide the picture until somebody clicks on it",
    "private": "Show the picture to you alone",
}

PRESETS = [
    choice(f"choice-preset-{preset.value}", preset.value, size=str(size))
    for preset, size in FLUX_2_PRO.presets.items()
]

FORMATS = [choice(f"choice-format-{kind.value}", kind.value) for kind in PictureFormat]

CANCEL = "Cancel"
