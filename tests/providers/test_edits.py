"""Edits send their pictures in the request, and each adds to the price."""

import base64
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from bot.generation.models import FLUX_2_PRO, PictureFormat, Size
from bot.pictures.inputs import prepare_input
from tests.providers.conftest import REQUEST, Open, Running, picture_bytes
from tests.providers.scripted import GENERATIONS, ScriptedApi, says, sends
from tests.providers.test_requests import fits

SCHEMA = Path(__file__).parents[3] / "shared" / "reference" / "flux-2-pro-edit.openapi.json"


@pytest.mark.parametrize("count", [1, 2, 3])
async def test_inputs_are_sent_as_data_urls_to_the_edit_model(
    api: ScriptedApi, connect: Open, count: int
) -> None:
    """The media type comes from the bytes, and everything else is the same as for other pictures."""
    inputs = tuple(picture_bytes(kind) for kind in list(PictureFormat)[:count])
    api.on(GENERATIONS, says({"data": [{"url": f"{api.url}/p.png"}]}))
    api.on("/p.png", sends(picture_bytes()))
    await (await connect(api.url)).generate(replace(REQUEST, inputs=inputs), "easel-1")
    [seen] = api.to(GENERATIONS)
    assert seen.json == {
        "model": "blackforestlabs/flux-2-pro-edit",
        "prompt": "a lighthouse",
        "image_size": {"width": 1472, "height": 512},
        "output_format": "png",
        "seed": 7,
        "enable_safety_checker": True,
        "safety_tolerance": "2",
        "image_urls": [
            f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
            for kind, data in zip(list(PictureFormat)[:count], inputs, strict=True)
        ],
    }
    assert seen.headers["Content-Type"] == "application/json"


@pytest.mark.skipif(not SCHEMA.exists(), reason="the provider's published schema is not at hand")
async def test_an_edit_is_what_the_published_schema_describes(api: ScriptedApi, connect: Open) -> None:
    """Every field is there with its type, and there are no others."""
    api.on(GENERATIONS, says({"data": [{"url": f"{api.url}/p.png"}]}))
    api.on("/p.png", sends(picture_bytes()))
    await (await connect(api.url)).generate(replace(REQUEST, inputs=(picture_bytes(),)), "easel-1")
    [seen] = api.to(GENERATIONS)
    document = json.loads(SCHEMA.read_text())["paths"]["/v1/images/generations"]["post"]
    schema = document["requestBody"]["content"]["application/json"]["schema"]
    assert set(schema["required"]) <= set(seen.json) <= set(schema["properties"])
    urls = seen.json.pop("image_urls")
    assert schema["properties"]["image_urls"]["minItems"] <= len(urls)
    assert all(fits(value, schema["properties"][name]) for name, value in seen.json.items())


async def test_more_inputs_than_the_model_takes_are_a_bug_and_not_sent(
    api: ScriptedApi, connect: Open
) -> None:
    """The rules refuse such an edit earlier."""
    with pytest.raises(ValueError, match="can't edit 4 pictures"):
        await (await connect(api.url)).generate(replace(REQUEST, inputs=(picture_bytes(),) * 4), "easel-1")
    assert not api.seen


async def test_a_model_nobody_knows_is_a_bug_and_not_sent(api: ScriptedApi, connect: Open) -> None:
    """The provider doesn't guess."""
    with pytest.raises(KeyError):
        await (await connect(api.url)).generate(replace(REQUEST, model="nobody/knows"), "easel-1")
    assert not api.seen


@pytest.mark.parametrize("size", [(400, 300), (3000, 2000)])
@pytest.mark.parametrize("count", [1, 3])
async def test_an_edit_costs_what_was_estimated(
    playground: Running,
    connect: Open,
    size: tuple[int, int],
    count: int,
) -> None:
    """Attachments of any size become inputs, and the API charges the amount that was held for them."""
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).save(buffer, "PNG")
    prepared = prepare_input(buffer.getvalue())
    request = replace(REQUEST, inputs=(prepared.data,) * count)
    result = await (await connect(playground.url)).generate(request, "easel-1")
    assert result.cost == FLUX_2_PRO.estimate(REQUEST.size, [Size(prepared.width, prepared.height)] * count)
    assert result.cost == 63_000 + 31_500 * count
    [row] = playground.api.charges
    assert (row["model"], row["cost"]["credits"]) == ("blackforestlabs/flux-2-pro-edit", result.cost)
    assert (result.picture.width, result.picture.height) == (1472, 512)
