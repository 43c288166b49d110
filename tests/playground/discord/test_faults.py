"""Faults on request: what the bot gets, and whether its request was served anyway."""

import asyncio
from typing import Any

import aiohttp
import discord as library
import pytest

from playground.discord import Discord, Person
from tests.playground.discord.conftest import Api, Bot, running, served

POST = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /webhooks/{application_id}/{token}/messages/{message_id}"


async def test_errors_on_request(discord: Discord, api: Api, studio: int) -> None:
    """An armed error answers the given number of requests, in order, and does nothing else."""
    discord.faults.respond(POST, 403, code=50013, message="Missing Permissions", times=2)
    discord.faults.respond(POST, 404, code=10003)
    path = f"/channels/{studio}/messages"
    answers = [await api("POST", path, {"content": "x"}) for _ in range(4)]
    assert [status for status, _ in answers] == [403, 403, 404, 200]
    assert answers[0][1] == {"message": "Missing Permissions", "code": 50013}
    assert len((await api("GET", path))[1]) == 1
    assert discord.faults.pending == []


async def test_rate_limits_on_request(discord: Discord, api: Api, studio: int) -> None:
    """A 429 has Discord's body and headers. Without `Via` it looks like Cloudflare's."""
    discord.faults.rate_limit(POST, 0.25, scope="shared")
    discord.faults.rate_limit(POST, 1.5, via=False)
    path = f"{discord.base_url}/api/v10/channels/{studio}/messages"
    headers = {"Authorization": f"Bot {discord.bot_token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.post(path, json={"content": "x"}) as answer:
            assert answer.status == 429
            body = await answer.json()
            assert (body["retry_after"], body["global"], body["code"]) == (0.25, False, 0)
            assert answer.headers["Retry-After"] == "1"
            assert answer.headers["X-RateLimit-Scope"] == "shared"
            assert "Via" in answer.headers
        async with session.post(path, json={"content": "x"}) as answer:
            assert answer.status == 429
            assert "Via" not in answer.headers
    assert discord.log.invalid_requests(discord.log[-1].at) == 1, "shared limits are not the bot's fault"


@pytest.mark.parametrize("applied", [True, False])
async def test_uncertain_delivery(discord: Discord, api: Api, studio: int, applied: bool) -> None:
    """The connection breaks, and the bot has to find out whether the message was posted."""
    discord.faults.hang_up(POST, applied=applied)
    path = f"/channels/{studio}/messages"
    with pytest.raises(aiohttp.ClientError):
        await api("POST", path, {"content": "x"})
    assert len((await api("GET", path))[1]) == int(applied)
    assert discord.log[0].status == 0


async def test_late_answers(discord: Discord, api: Api, studio: int) -> None:
    """A delayed request is served after its delay and doesn't hold up others."""
    discord.faults.delay(POST, 0.2)
    path = f"/channels/{studio}/messages"
    late = asyncio.create_task(api("POST", path, {"content": "late"}))
    while discord.faults.pending:
        await asyncio.sleep(0.01)
    assert (await api("POST", path, {"content": "first"}))[0] == 200
    assert (await late)[0] == 200
    assert [message["content"] for message in (await api("GET", path))[1]] == ["late", "first"]


async def test_the_library_tries_again_after_a_503(discord: Discord, hazel: Person, studio: int) -> None:
    """discord.py retries a webhook's edit after a 5xx, and the answer is there only once."""
    bot = Bot()

    @bot.tree.command(description="GenerationContext")
    async def work(interaction: library.Interaction) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.edit_original_response(content="done")

    async with running(bot, discord):
        discord.faults.respond(EDIT, 503)
        await hazel.slash(studio, "work")
        await hazel.wait_for(lambda message: message["content"] == "done")
    assert [request.status for request in discord.log.to(EDIT)] == [503, 200]
    assert len(hazel.messages(studio)) == 1


async def test_rate_limit_headers(discord: Discord, studio: int) -> None:
    """Every answer says what's left of its bucket. A route has the same bucket id in every channel."""
    gallery = discord.channel("The Workshop", "gallery").id
    headers = {"Authorization": f"Bot {discord.bot_token}"}
    seen = []
    async with aiohttp.ClientSession(headers=headers) as session:
        for channel in (studio, studio, gallery):
            url = f"{discord.base_url}/api/v10/channels/{channel}/messages"
            async with session.post(url, json={"content": "x"}) as answer:
                assert answer.headers["Content-Type"] == "application/json"
                seen.append((answer.headers["X-RateLimit-Remaining"], answer.headers["X-RateLimit-Bucket"]))
    assert [left for left, _ in seen] == ["4", "3", "4"]
    assert len({bucket for _, bucket in seen}) == 1


async def test_clearing_disarms_everything(discord: Discord, api: Api) -> None:
    discord.faults.respond("*", 500)
    discord.faults.silence()
    discord.faults.clear()
    assert (await api("GET", "/users/@me"))[0] == 200


RATE_LIMIT_HEADERS = {"Limit", "Remaining", "Reset", "Reset-After", "Bucket", "Scope"}


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_a_429_has_everything_that_is_documented(
    discord: Discord, api: Api, studio: int, scope: str
) -> None:
    """The bucket's headers come too, except with the global limit. A user's own bucket is empty."""
    discord.faults.rate_limit(POST, 1.5, is_global=scope == "global", scope=scope)
    url = f"{discord.base_url}/api/v10/channels/{studio}/messages"
    headers = {"Authorization": f"Bot {discord.bot_token}"}
    async with api.session.post(url, json={"content": "x"}, headers=headers) as answer:
        body = await answer.json()
        sent = {name[len("X-RateLimit-") :] for name in answer.headers if name.startswith("X-RateLimit-")}
        found = dict(answer.headers)
    assert set(body) == {"message", "retry_after", "global", "code"}
    assert found["Retry-After"] == "2"
    if scope == "global":
        assert sent == {"Global", "Scope"}
    else:
        assert sent == RATE_LIMIT_HEADERS
        assert (found["X-RateLimit-Remaining"] == "0") == (scope == "user")


async def test_limits_can_be_enforced(discord: Discord, api: Api, studio: int) -> None:
    """The sixth message in five seconds is refused, and so is the 51st request of any kind in a second."""
    discord.limits.enforce_rate_limits = True
    path = f"/channels/{studio}/messages"
    answers = [await api("POST", path, {"content": "x"}) for _ in range(6)]
    assert [status for status, _ in answers] == [200] * 5 + [429]
    assert 0 < answers[5][1]["retry_after"] <= 5
    now = 1_800_000_000.0
    frozen = Discord.demo(clock=lambda: now, enforce_rate_limits=True)
    async with served(frozen), aiohttp.ClientSession() as session:
        ask = Api(session, frozen)
        paths = ["/users/@me", "/gateway/bot"]
        statuses = [(await ask("GET", paths[number % 2]))[0] for number in range(51)]
        assert statuses == [200] * 50 + [429]
        assert (await ask("GET", "/users/@me"))[1]["global"] is True


async def test_the_library_never_meets_an_enforced_limit(discord: Discord, studio: int) -> None:
    """discord.py reads the headers, waits on its own and is never refused."""
    discord.limits.enforce_rate_limits = True
    async with running(Bot(), discord) as bot:
        channel = bot.get_partial_messageable(studio)
        for number in range(6):
            await channel.send(str(number))
    assert all(request.status != 429 for request in discord.log)


async def test_guilds_can_be_late(discord: Discord) -> None:
    """While guilds are withheld, the bot starts without them. Each arrives once that's over."""
    discord.faults.withhold_guilds()
    async with running(Bot(), discord) as bot:
        assert all(guild.unavailable for guild in bot.guilds)
        discord.faults.withhold_guilds(on=False)
        async with asyncio.timeout(10):
            while any(guild.unavailable for guild in bot.guilds):
                await asyncio.sleep(0.01)
        discord.faults.withhold_guilds()
        await discord.faults.invalidate_session()
        async with asyncio.timeout(20):
            while not (bot.guilds and all(guild.unavailable for guild in bot.guilds)):
                await asyncio.sleep(0.01)
            discord.faults.clear()
            while any(guild.unavailable for guild in bot.guilds):
                await asyncio.sleep(0.01)


async def test_a_guild_can_have_an_outage(discord: Discord) -> None:
    """The guild becomes unavailable without being left, even for a bot that starts meanwhile."""
    workshop = discord.guild("The Workshop")
    async with running(Bot(), discord) as bot:
        guild = bot.get_guild(workshop.id)
        assert guild
        left: list[object] = []
        bot.event(_named("on_guild_remove", left.append))
        discord.faults.outage(workshop)
        async with asyncio.timeout(10):
            while not guild.unavailable:
                await asyncio.sleep(0.01)
            discord.add_role(workshop, "unheard")
            discord.faults.outage(workshop, on=False)
            while guild.unavailable:
                await asyncio.sleep(0.01)
        assert left == []
        assert "unheard" in {role.name for role in guild.roles}


def _named(name: str, call: Any) -> Any:
    async def handler(*arguments: object) -> None:
        call(*arguments)

    handler.__name__ = name
    return handler
