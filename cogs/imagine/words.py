"""What Discord shows of `/imagine` before it runs: names, descriptions and choices, all in one place."""

from discord.app_commands import Choice

from bot.generation.request import PRESET_SIZES, PictureFormat, Preset

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

_PRESET_NAMES = {
    Preset.SQUARE_HD: "Square, large",
    Preset.SQUARE: "Square, small",
    Preset.PORTRAIT_4_3: "Portrait 3:4",
    Preset.PORTRAIT_16_9: "Portrait 9:16",
    Preset.LANDSCAPE_4_3: "Landscape 4:3",
    Preset.LANDSCAPE_16_9: "Landscape 16:9",
}

PRESETS = [
    Choice(name=f"{name} ({PRESET_SIZES[preset]})", value=preset.value)
    for preset, name in _PRESET_NAMES.items()
]

FORMATS = [
    Choice(name="PNG: exact, large file", value=PictureFormat.PNG.value),
    Choice(name="JPEG: small file", value=PictureFormat.JPEG.value),
    Choice(name="WebP: smallest file", value=PictureFormat.WEBP.value),
]

CANCEL = "Cancel"
