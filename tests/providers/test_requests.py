"""Requests to the image API."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.errors import EaselError, GenerationUnavailable
from bot.generation.models import PictureFormat, Preset
from bot.generation.request import Safety, Style
from bot.providers.aimlapi import AimlApi
from tests.providers.conftest import KEY, REQUEST, Open, picture_bytes
from tests.providers.scripted import GENERATIONS, ScriptedApi, redirects, says, sends

SCHEMA = Path(__file__).parents[3] / "shared" / "reference" / "flux-2-pro.openapi.json"


def answers_with_a_picture(api: ScriptedApi) -> None:
    api.on(GENERATIONS, says({"data": [{"url": f"{api.url}/p.png"}]}, x_aimlapi_credits_used="63000"))
    api.on("/p.png", sends(picture_bytes()))


async def test_a_request_holds_exactly_the_documented_fields(api: ScriptedApi, connect: Open) -> None:
    answers_with_a_picture(api)
    await (await connect(api.url)).generate(REQUEST, "easel-1")
    [seen] = api.to(GENERATIONS)
    assert seen.json == {
        "model": "blackforestlabs/flux-2-pro",
        "prompt": "a lighthouse",
        "image_size": {"width": 1472, "height": 512},
        "output_format": "png",
        "seed": 7,
        "enable_safety_checker": True,
        "safety_tolerance": "2",
    }
    assert seen.method == "POST"
    assert seen.headers["Authorization"] == f"Bearer {KEY}"
    assert seen.headers["Content-Type"] == "application/json"
    assert seen.headers["X-Client-Request-Id"] == "easel-1"


async def test_a_preset_goes_by_its_name(api: ScriptedApi, connect: Open) -> None:
    answers_with_a_picture(api)
    request = replace(REQUEST, preset=Preset.PORTRAIT_16_9, format=PictureFormat.WEBP)
    await (await connect(api.url)).generate(request, "easel-1")
    [seen] = api.to(GENERATIONS)
    assert seen.json["image_size"] == "portrait_16_9"
    assert seen.json["output_format"] == "webp"


async def test_style_and_safety_are_those_of_the_request(api: ScriptedApi, connect: Open) -> None:
    """The style's words surround the prompt, and nothing in the prompt is interpreted."""
    answers_with_a_picture(api)
    style = Style("Ink", "ink of ", " {prompt}")
    request = replace(REQUEST, prompt="a {prompt} {}", style=style, safety=Safety(5, checker=False))
    await (await connect(api.url)).generate(request, "easel-1")
    [seen] = api.to(GENERATIONS)
    assert seen.json["prompt"] == "ink of a {prompt} {} {prompt}"
    assert (seen.json["safety_tolerance"], seen.json["enable_safety_checker"]) == ("5", False)


@pytest.mark.skipif(not SCHEMA.exists(), reason="the provider's published schema is not at hand")
@pytest.mark.parametrize("preset", [None, *Preset])
async def test_a_request_is_what_the_published_schema_describes(
    api: ScriptedApi, connect: Open, preset: Preset | None
) -> None:
    answers_with_a_picture(api)
    await (await connect(api.url)).generate(replace(REQUEST, preset=preset), "easel-1")
    [seen] = api.to(GENERATIONS)
    schema = json.loads(SCHEMA.read_text())["paths"]["/v1/images/generations"]["post"]["requestBody"][
        "content"
    ]["application/json"]["schema"]
    assert set(schema["required"]) <= set(seen.json) <= set(schema["properties"])
    for name, value in seen.json.items():
        assert fits(value, schema["properties"][name]), name


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """The parts of JSON Schema that the provider's document uses."""
    if "anyOf" in schema:
        return any(fits(value, one) for one in schema["anyOf"])
    kinds = {"string": str, "integer": int, "boolean": bool, "object": dict}
    if type(value) is not kinds[schema["type"]]:
        return False
    if isinstance(value, dict):
        return all(
            name in schema["properties"] and fits(v, schema["properties"][name]) for name, v in value.items()
        )
    if "enum" in schema and value not in schema["enum"]:
        return False
    return not (
        isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value)
    )


async def test_a_picture_is_asked_for_once_whatever_the_answer(api: ScriptedApi, connect: Open) -> None:
    """Each POST can be charged, so only the queue decides about a retry."""
    client: AimlApi = await connect(api.url)
    for status in (200, 400, 429, 500, 503):
        api.seen.clear()
        api.on(GENERATIONS, says({}, status=status))
        with pytest.raises(EaselError):
            await client.generate(REQUEST, "easel-1")
        assert len(api.to(GENERATIONS)) == 1


async def test_a_redirected_post_is_not_followed(api: ScriptedApi, connect: Open) -> None:
    """It would be a second POST, and would send the key wherever the redirect points."""
    api.on(GENERATIONS, redirects(f"{api.url}/elsewhere", status=307))
    with pytest.raises(GenerationUnavailable) as caught:
        await (await connect(api.url)).generate(REQUEST, "easel-1")
    assert caught.value.reason == "url"
    assert not api.to("/elsewhere")


@pytest.mark.parametrize("request_id", ["", "a" * 129, "with space", "zeile\n", "ü", "a/b"])
async def test_an_id_the_api_would_drop_is_a_bug_and_not_sent(
    api: ScriptedApi, connect: Open, request_id: str
) -> None:
    """A generation that was sent without its id could never be found in the provider's log."""
    with pytest.raises(ValueError, match="Client-Request-Id"):
        await (await connect(api.url)).generate(REQUEST, request_id)
    assert not api.seen


async def test_a_base_url_with_a_path_keeps_it(api: ScriptedApi, connect: Open) -> None:
    api.on("/image-api/v2/billing", says({"current_balance": 1, "currency": "USD"}))
    for base in (f"{api.url}/image-api", f"{api.url}/image-api/"):
        await (await connect(base)).balance()
    assert len(api.to("/image-api/v2/billing")) == 2
