"""Checks a generation request strictly against the contract.

The published schemas allow additional fields. They're refused here, so that you notice a misspelt or invented
one (`num_images`, say) before production ignores it.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playground.image_api.errors import ApiError, Failure, invalid

GENERATE = "blackforestlabs/flux-2-pro"
EDIT = "blackforestlabs/flux-2-pro-edit"

PRESETS = {
    "square_hd": (1024, 1024),
    "square": (512, 512),
    "portrait_4_3": (768, 1024),
    "portrait_16_9": (576, 1024),
    "landscape_4_3": (1024, 768),
    "landscape_16_9": (1024, 576),
}
FORMATS = ("jpeg", "png", "webp")
TOLERANCES = ("1", "2", "3", "4", "5", "6")
FIELDS = (
    "model",
    "prompt",
    "image_size",
    "output_format",
    "seed",
    "enable_safety_checker",
    "safety_tolerance",
)
PROMPT_CHARACTERS = 4_000
INPUT_PICTURES = 3


@dataclass(frozen=True, slots=True)
class Generation:
    """A valid request with the defaults filled in."""

    model: str
    prompt: str
    size: tuple[int, int]
    output_format: str
    seed: int | None
    inputs: tuple[str | bytes, ...] = ()
    "The pictures of an edit: http(s) URLs, or the bytes of base64 ones."


def read_generation(content_type: str, body: object) -> Generation:
    """Raises ApiError: 400 that names every wrong field, 404 for a model that isn't served here."""
    if content_type != "application/json":
        raise invalid("Body", ["Content-Type: must be application/json"])
    if not isinstance(body, dict):
        raise invalid("Body", ["the body must be a JSON object"])
    problems: list[str] = []
    model = body.get("model")
    if not isinstance(model, str):
        problems.append("model: must be a string" if "model" in body else "model: is required")
    elif model not in (GENERATE, EDIT):
        raise ApiError(Failure(404, f"Model {model[:100]} was not found."))
    size = _size(body.get("image_size", "landscape_4_3"), problems)
    inputs = _inputs(body, problems) if model == EDIT else ()
    _check_fields(body, problems)
    if problems:
        raise invalid("Body", problems)
    return Generation(
        str(model), body["prompt"], size, body.get("output_format", "png"), body.get("seed"), inputs
    )


def _check_fields(body: dict[str, Any], problems: list[str]) -> None:
    prompt = body.get("prompt")
    if "prompt" not in body:
        problems.append("prompt: is required")
    elif not isinstance(prompt, str):
        problems.append("prompt: must be a string")
    elif len(prompt) > PROMPT_CHARACTERS:
        problems.append(f"prompt: must have at most {PROMPT_CHARACTERS} characters")
    if body.get("output_format", "png") not in FORMATS:
        problems.append(f"output_format: must be one of {', '.join(FORMATS)}")
    seed = body.get("seed", 1)
    if not _is_integer(seed) or seed < 1:
        problems.append("seed: must be an integer of at least 1")
    if not isinstance(body.get("enable_safety_checker", True), bool):
        problems.append("enable_safety_checker: must be a boolean")
    if body.get("safety_tolerance", "2") not in TOLERANCES:
        problems.append('safety_tolerance: must be a string from "1" to "6"')
    known = (*FIELDS, "image_urls") if body.get("model") == EDIT else FIELDS
    problems += [f"{name[:100]}: is not a field of this model" for name in body if name not in known]


def _size(given: object, problems: list[str]) -> tuple[int, int]:
    if isinstance(given, str) and given in PRESETS:
        return PRESETS[given]
    if not isinstance(given, dict):
        problems.append(
            f"image_size: must be an object with width and height, or one of {', '.join(PRESETS)}"
        )
        return PRESETS["landscape_4_3"]
    width, height = given.get("width", 1024), given.get("height", 768)
    for name, value in (("width", width), ("height", height)):
        if not _is_integer(value):
            problems.append(f"image_size.{name}: must be an integer")
        elif not 512 <= value <= 2048:
            problems.append(f"image_size.{name}: must be from 512 to 2048")
        elif value % 32:
            problems.append(f"image_size.{name}: must be a multiple of 32")
    problems += [
        f"image_size.{name[:100]}: is not a field" for name in given if name not in ("width", "height")
    ]
    return width, height


def _inputs(body: dict[str, Any], problems: list[str]) -> tuple[str | bytes, ...]:
    given = body.get("image_urls")
    if not isinstance(given, list) or not 1 <= len(given) <= INPUT_PICTURES:
        problems.append(f"image_urls: must be a list of 1 to {INPUT_PICTURES} URLs or base64 images")
        return ()
    inputs = [_input(entry) for entry in given]
    problems += [
        f"image_urls.{at}: must be an http(s) URL or a base64 image"
        for at, found in enumerate(inputs)
        if found is None
    ]
    return tuple(found for found in inputs if found is not None)


def _input(entry: object) -> str | bytes | None:
    if not isinstance(entry, str):
        return None
    if entry.startswith(("http://", "https://")):
        try:
            return entry if urlsplit(entry).hostname else None
        except ValueError:
            return None
    try:
        return base64.b64decode(re.sub(r"\Adata:image/[a-z+.-]+;base64,", "", entry), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
