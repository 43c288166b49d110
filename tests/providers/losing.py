"""Answers with a picture's address, and the pictures lost there."""

import pytest

from bot.errors import PictureLost
from bot.providers.aimlapi import AimlApi
from tests.providers.conftest import REQUEST
from tests.providers.scripted import (
    GENERATIONS,
    ScriptedApi,
    says,
)


def points_to(api: ScriptedApi, address: str) -> None:
    api.on(GENERATIONS, says({"data": [{"url": address}], "meta": {"usage": {"tokens_used": 63000}}}))


async def lost(client: AimlApi) -> PictureLost:
    with pytest.raises(PictureLost) as caught:
        await client.generate(REQUEST, "easel-1")
    assert caught.value.cost == 63000
    return caught.value
