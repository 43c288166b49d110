"""Supported requests, and what happens to all others."""

import json
import re

import aiohttp
import pytest

from playground.discord import Discord
from playground.discord.rest.unplayed import UNPLAYED
from tests.playground.discord.conftest import Api
from tests.playground.discord.openapi import DOCUMENT


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("GET /guilds/{guild}/members/search", 404),
        ("GET /applications/{bot}/guilds/{guild}/commands/permissions", 404),
        ("GET /channels/{studio}/messages/search", 404),
        ("GET /guilds/{guild}/roles/member-counts", 404),
        ("PATCH /guilds/{guild}", 501),
        ("POST /guilds/{guild}/roles", 501),
        ("DELETE /users/@me", 405),
        ("PUT /channels/{studio}/messages", 405),
        ("DELETE /channels/{studio}/messages/pins", 405),
    ],
)
async def test_every_route_that_is_not_played_says_so(
    discord: Discord, api: Api, studio: int, operation: str, expected: int
) -> None:
    """A route hidden behind an id gets 404, an unsupported one 501, a wrong method 405. All are logged."""
    guild = discord.guild("The Workshop").id
    method, path = operation.split()
    status, _ = await api(method, path.format(guild=guild, bot=discord.bot.id, studio=studio), {})
    assert status == expected
    assert len(discord.unknown_routes) == 1
    discord.unknown_routes.clear()


async def test_an_id_that_is_none(api: Api) -> None:
    """A path with an id that isn't made of digits is an invalid form body."""
    status, error = await api("GET", "/channels/12x4")
    assert (status, error["code"]) == (400, 50035)
    assert "channel_id" in error["errors"]


@pytest.mark.skipif(not DOCUMENT.exists(), reason="Discord's OpenAPI document is not at hand")
def test_unplayed_operations_are_documented_ones() -> None:
    """The table of operations that answer 501 covers everything else on the supported paths."""

    def shape(path: str) -> str:
        return re.sub(r"\{\w+\}", "{}", path)

    played = {(route.method, shape(route.path)) for route in Discord.demo()._routes()}
    unplayed = {(method, shape(path)) for method, path in UNPLAYED}
    document = json.loads(DOCUMENT.read_text())["paths"]
    documented = {
        (method.upper(), shape(path))
        for path, operations in document.items()
        for method in operations
        if method != "parameters" and shape(path) in {path for _, path in played}
    }
    assert unplayed == documented - played


@pytest.mark.parametrize("version", ["v9", "v10"])
async def test_both_versions_of_the_api(discord: Discord, version: str) -> None:
    """v9 still works, and in both a client that doesn't identify itself gets Cloudflare's refusal."""
    url = f"{discord.base_url}/api/{version}/users/@me"
    headers = {"Authorization": f"Bot {discord.bot_token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.get(url) as answer:
            assert answer.status == 200
        async with session.get(url, skip_auto_headers=["User-Agent"]) as answer:
            assert (answer.status, await answer.text()) == (403, "error code: 1010")
        async with session.get(url, headers={"User-Agent": " "}) as answer:
            assert answer.status == 403


async def test_what_libraries_ask_first(api: Api) -> None:
    """py-cord waits for the default sounds, and interactions.py reads the application's summary."""
    assert await api("GET", "/soundboard-default-sounds") == (200, [])
    assert (await api("GET", "/oauth2/applications/@me"))[1]["summary"] == ""
