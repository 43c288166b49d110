"""From the command to the picture and the budget, over real sockets, with the bot as its own process."""

import asyncio
import struct
from pathlib import Path

import aiohttp
import pytest

from playground.discord import ClientRefused
from playground.image_api import ImageApi
from tests.end_to_end.town import buttons_of, pictures_in, text_of, tokens_in, town, until


async def test_the_picture_arrives_and_the_budget_pays_what_the_api_reported(tmp_path: Path):
    async with town(tmp_path) as place:
        await place.start()
        hazel = place.person("hazel")
        channel = place.channel()
        invocation = await hazel.slash(channel, "imagine", prompt="a quiet harbour", width=1472, height=512)
        await invocation.answered()
        assert invocation.first_answer_seconds is not None
        assert invocation.first_answer_seconds < 3
        message = await hazel.wait_for(lambda message: pictures_in(message) != [])
        await place.over(invocation.id)
        assert "a quiet harbour" in text_of(message)
        assert "1472 × 512" in text_of(message)
        assert place.balance(hazel) == (63_000, 0)
        assert place.books() == (63_000, 0, 63_000)
        assert tokens_in(text_of(message)) == [], "only the member sees the cost"
        assert tokens_in(await place.budget(hazel))[:2] == [937_000, 1_000_000]
        (sent,) = place.image_api.requests
        assert sent.body["image_size"] == {"width": 1472, "height": 512}
        assert sent.body["safety_tolerance"] == "2"
        assert pictures_in(place.person("juniper").messages(channel)[-1]) != []


async def test_the_file_that_is_posted_is_the_picture_in_its_real_size(tmp_path: Path):
    async with town(tmp_path) as place:
        await place.start()
        hazel = place.person("hazel")
        await place.imagine(hazel, width=640, height=512)
        message = await hazel.wait_for(lambda message: pictures_in(message) != [])
        (gallery,) = [part for part in message["components"][0]["components"] if part.get("items")]
        async with aiohttp.ClientSession() as browser:
            answer = await browser.get(gallery["items"][0]["media"]["url"])
            data = await answer.read()
        assert data.startswith(b"\x89PNG")
        assert struct.unpack(">II", data[16:24]) == (640, 512)


async def test_a_size_off_the_grid_is_refused_privately_and_nothing_is_spent(tmp_path: Path):
    async with town(tmp_path) as place:
        await place.start()
        hazel = place.person("hazel")
        await place.imagine(hazel, width=1000, height=768)
        message = await hazel.wait_for(lambda message: message["ephemeral"])
        assert "992" in text_of(message)
        assert "1024" in text_of(message)
        assert place.image_api.requests == []
        assert place.balance(hazel) == (0, 0)
        assert place.person("juniper").messages(place.channel()) == []


async def test_discord_itself_refuses_what_it_can(tmp_path: Path):
    async with town(tmp_path) as place:
        await place.start()
        with pytest.raises(ClientRefused):
            await place.imagine(place.person("hazel"), width=4096)


async def test_over_budget_is_a_private_refusal_with_price_balance_and_renewal(tmp_path: Path):
    async with town(tmp_path) as place:
        await place.start(DEFAULT_ALLOWANCE="100000")
        hazel = place.person("hazel")
        first = await place.imagine(hazel)
        await place.over(first)
        await place.imagine(hazel)
        said = "costs 63,000 and you have 37,000 left"
        message = await hazel.wait_for(lambda message: said in text_of(message))
        assert message["ephemeral"]
        assert "<t:" in text_of(message)
        assert len(place.image_api.requests) == 1
        assert place.balance(hazel) == (63_000, 0)


async def test_a_private_picture_is_seen_by_its_member_alone(tmp_path: Path):
    async with town(tmp_path) as place:
        await place.start()
        hazel = place.person("hazel")
        await place.imagine(hazel, private=True)
        message = await hazel.wait_for(lambda message: pictures_in(message) != [])
        assert message["ephemeral"]
        assert place.person("juniper").messages(place.channel()) == []


async def test_what_waits_shows_its_place_and_can_be_cancelled(tmp_path: Path):
    async with town(tmp_path, image_api=ImageApi(latency_seconds=30, drawing="fast")) as place:
        await place.start(MAX_CONCURRENT_GENERATIONS="1")
        hazel, juniper = place.person("hazel"), place.person("juniper")
        first = await place.imagine(hazel)
        second = await place.imagine(juniper)
        await until(lambda: place.state(first) == "requested")

        def waits(message) -> bool:
            return any(f"cancel:1:{second}" in button for button in buttons_of(message))

        waiting = await juniper.wait_for(waits)
        (cancel,) = buttons_of(waiting)
        await (await hazel.press(waiting["id"], cancel)).answered()
        assert place.state(second) == "held", "nobody can cancel someone else's picture"
        await (await juniper.press(waiting["id"], cancel)).answered()
        await place.over(second)
        assert place.balance(juniper) == (0, 0)
        await until(lambda: waiting["id"] not in {each["id"] for each in juniper.messages(place.channel())})


async def test_jobs_go_on_while_the_gateway_drops_and_comes_back(tmp_path: Path):
    async with town(tmp_path, image_api=ImageApi(latency_seconds=2, drawing="fast")) as place:
        await place.start()
        hazel = place.person("hazel")
        first = await place.imagine(hazel)
        await place.playground.discord.faults.drop()
        await place.over(first)
        await place.playground.discord.bot_ready("imagine", seconds=30)
        await place.playground.discord.faults.invalidate_session()
        await asyncio.sleep(0.1)
        await until(lambda: place.playground.discord.connected, 30)
        second = await place.imagine(hazel)
        await place.over(second)
        assert place.books() == (126_000, 0, 126_000)


async def test_a_second_start_does_not_sync_the_commands_again(tmp_path: Path):
    async with town(tmp_path) as place:
        await place.start()
        await place.stop()
        await place.start()
        syncs = [each for each in place.playground.discord.log if each.method == "PUT"]
        assert len(syncs) == 1


async def test_a_stopped_bot_ends_cleanly_and_parks_what_waits(tmp_path: Path):
    async with town(tmp_path, image_api=ImageApi(latency_seconds=1.5, drawing="fast")) as place:
        await place.start(MAX_CONCURRENT_GENERATIONS="1")
        hazel, juniper = place.person("hazel"), place.person("juniper")
        first, second = await place.imagine(hazel), await place.imagine(juniper)
        await until(lambda: place.state(first) == "requested")
        await place.stop()
        assert place.bot.ending == "ended with exit code 0"
        assert (place.state(first), place.state(second)) == ("delivered", "held")
        await place.start()
        await place.over(second)
        assert place.state(second) == "delivered"
        assert place.books() == (126_000, 0, 126_000)
