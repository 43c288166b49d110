"""The owner's balance with the provider."""

from decimal import Decimal

import pytest

from bot.errors import GenerationUnavailable, ProviderFailed
from bot.providers.aimlapi import AimlApi
from tests.providers.conftest import Open
from tests.providers.scripted import Answer, ScriptedApi, says, sends


async def test_the_balance_is_exact(api: ScriptedApi, connect: Open) -> None:
    client: AimlApi = await connect(api.url)
    for number in ("123.45", "0", "-0.1", "1e2", "100000000000.01"):
        api.on(
            "/v2/billing",
            sends(f'{{"current_balance": {number}}}'.encode(), content_type="application/json"),
        )
        assert await client.balance() == Decimal(number)


@pytest.mark.parametrize("body", [b"", b"{}", b'{"current_balance": null}', b'{"current_balance": true}'])
async def test_a_balance_that_is_not_named_is_not_zero(api: ScriptedApi, connect: Open, body: bytes) -> None:
    api.on("/v2/billing", sends(body, content_type="application/json"))
    with pytest.raises(ProviderFailed):
        await (await connect(api.url)).balance()


@pytest.mark.parametrize(
    ("answer", "ready"),
    [
        (says({"current_balance": 0.01}), True),
        (says({"current_balance": 0}), False),
        (says({"current_balance": -3}), False),
        (says({}), False),
        (says({}, 401), False),
        (says({}, 429), False),
        (says({}, 503), False),
    ],
)
async def test_ready_is_a_good_key_with_money_left(
    api: ScriptedApi, connect: Open, answer: Answer, ready: bool
) -> None:
    """It's checked while image generation is unavailable, to resume it, so it never raises."""
    api.on("/v2/billing", answer)
    assert await (await connect(api.url)).ready() is ready


async def test_a_wrong_key_closes_the_studio(api: ScriptedApi, connect: Open) -> None:
    api.on("/v2/billing", says({"message": "Unauthorized"}, 401))
    with pytest.raises(GenerationUnavailable) as caught:
        await (await connect(api.url)).balance()
    assert caught.value.reason == "key"
