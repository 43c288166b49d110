"""The owner in their own server and at the command line, while the bot runs."""

import csv
import io
import json
from pathlib import Path

import pytest

from playground.discord import ClientRefused, Guild, Permissions
from playground.image_api import Endpoint, Fault
from tests.end_to_end.asking import asked, said
from tests.end_to_end.test_operator import typed
from tests.end_to_end.town import Town, buttons_of, text_of, town, until


def head_office(place: Town) -> Guild:
    """A server of the owner's. alder owns it, and rowan moderates it without being an administrator."""
    discord = place.playground.discord
    guild = discord.add_guild("Head Office", discord.user("alder"))
    discord.add_channel(guild, "desk")
    moderator = discord.add_role(guild, "moderator", Permissions.MANAGE_GUILD)
    discord.add_member(guild, discord.user("rowan"), moderator)
    return guild


class Desk:
    """The answers that alder gets there."""

    def __init__(self, place: Town) -> None:
        self.place = place
        self.alder = place.person("alder", "Head Office")

    async def said(self, command: str, **options: object) -> str:
        return await said(self.place, self.alder, f"operator {command}", at="desk", **options)


async def test_caps_hold_and_the_refusal_names_whose_they_are(tmp_path: Path):
    """A server's cap, then one over all servers. Each refuses with its own sentence until it's lifted."""
    async with town(tmp_path) as place:
        guild = head_office(place)
        await place.start(OPERATOR_GUILD_ID=str(guild.id))
        desk, hazel = Desk(place), place.person("hazel")
        dispatcher = place.playground.discord.guild("The Workshop")
        await place.over(await place.imagine(hazel))
        await desk.said("cap set", **{"for": "The Workshop", "amount": "100k"})
        refusal = await said(place, hazel, "imagine", prompt="x")
        assert "limit from the bot's owner" in refusal
        assert "costs 63,000 tokens and 37,000 are left" in refusal
        await desk.said("cap clear", **{"for": str(dispatcher.id)})
        await desk.said("cap set", **{"for": "all", "amount": "100k"})
        assert "monthly limit" in await said(place, hazel, "imagine", prompt="x")
        assert "monthly limit" in await said(
            place, place.person("linden", "The Annex"), "imagine", prompt="x"
        )
        listed = await desk.said("cap list")
        assert "All servers together: **about 1 picture (100,000 tokens)" in listed
        await desk.said("cap clear", **{"for": "all"})
        await place.over(await place.imagine(hazel))
        assert place.balance(hazel) == (126_000, 0)


async def test_pause_is_told_to_members_and_outlives_a_restart(tmp_path: Path):
    """Paused on Discord, resumed at the command line while the bot runs."""
    async with town(tmp_path) as place:
        guild = head_office(place)
        await place.start(OPERATOR_GUILD_ID=str(guild.id))
        desk, hazel = Desk(place), place.person("hazel")
        assert "Back on Monday" in await desk.said("pause", message="Back on Monday")
        await place.kill()
        await place.start(OPERATOR_GUILD_ID=str(guild.id))
        refusal = await said(place, hazel, "imagine", prompt="x")
        assert "paused" in refusal
        assert "Back on Monday" in refusal
        assert place.image_api.requests == []
        ending, lines = await typed(place, "operator", "resume", DISCORD_TOKEN="", AIMLAPI_KEY="")
        assert (ending, lines) == ("ended with exit code 0", ["Resumed. Members can make pictures again."])
        await place.over(await place.imagine(hazel))
        assert place.balance(hazel) == (63_000, 0)


async def test_balance_and_spending_agree_with_the_provider(tmp_path: Path):
    """The image API's balance and each server's usage by name. The command line agrees."""
    async with town(tmp_path) as place:
        guild = head_office(place)
        await place.start(OPERATOR_GUILD_ID=str(guild.id))
        desk = Desk(place)
        await place.over(await place.imagine(place.person("hazel")))
        spending = await desk.said("spending")
        assert "The Workshop**: 63,000 tokens paid" in spending
        assert "Together: **$0.03**" in spending
        balance = await desk.said("balance", saying="is left at the image service")
        ending, lines = await typed(place, "operator", "balance", DISCORD_TOKEN="")
        assert ending == "ended with exit code 0"
        assert lines[0].split()[0] in balance
        ending, lines = await typed(place, "operator", "spending", DISCORD_TOKEN="", AIMLAPI_KEY="")
        assert any(f"Server {place.person('hazel').guild.id}: paid 63,000 tokens" in line for line in lines)
        place.image_api.faults.next(Fault.KEY_REJECTED, endpoint=Endpoint.BILLING)
        assert "(key)" in await desk.said("balance", saying="how much credit is left")


async def test_nobody_else_has_the_commands(tmp_path: Path):
    """Other servers' owners and the office's moderators don't. They disappear when the setting does."""
    async with town(tmp_path) as place:
        guild = head_office(place)
        await place.start(OPERATOR_GUILD_ID=str(guild.id))
        discord = place.playground.discord
        desk = guild.channel("desk").id
        alder, rowan = place.person("alder", "Head Office"), place.person("rowan", "Head Office")
        linden = place.person("linden", "The Annex")
        assert "operator pause" in {command["name"] for command in alder.commands(desk)}
        with pytest.raises(ClientRefused):
            await rowan.slash(desk, "operator pause")
        with pytest.raises(ClientRefused):
            await linden.slash(place.channel(guild="The Annex"), "operator pause")
        with pytest.raises(ClientRefused):
            await place.person("alder").slash(place.channel(), "operator pause")
        await place.stop()
        await place.start()
        assert not any("operator" in command["name"] for command in alder.commands(desk))
        assert discord.connected


async def test_a_server_without_the_bot_is_no_reason_not_to_start(tmp_path: Path):
    """The log says what to do. Once the bot is invited, the commands appear without a restart."""
    async with town(tmp_path) as place:
        guild = head_office(place)
        place.playground.discord.remove_bot(guild)
        await place.start(OPERATOR_GUILD_ID=str(guild.id))
        await until(lambda: any("OPERATOR_GUILD_ID" in line for line in place.log))
        place.playground.discord.add_bot(guild)
        await place.playground.discord.bot_ready("operator pause")
        assert "wasn't paused" in await Desk(place).said("resume")


async def test_caps_set_at_the_command_line_hold_at_once(tmp_path: Path):
    """The running bot reads the database, not its memory."""
    async with town(tmp_path) as place:
        await place.start()
        ending, _ = await typed(place, "operator", "cap", "set", "50k", "--each")
        assert ending == "ended with exit code 0"
        assert "limit from the bot's owner" in await said(place, place.person("hazel"), "imagine", prompt="x")


async def test_exports_are_the_books(tmp_path: Path):
    """Audit, ledger and usage as tables and as JSON lines, for all servers or one, while the bot runs."""
    async with town(tmp_path) as place:
        await place.start()
        hazel, annex = place.person("hazel"), place.person("hazel", "The Annex")
        await place.over(await place.imagine(hazel), await place.imagine(annex))
        await said(
            place, place.person("rowan"), "quota member grant", member="hazel", amount="5k", reason="=1+1"
        )

        async def export(what: str, *more: str) -> list[str]:
            ending, lines = await typed(
                place, "export", "--what", what, *more, DISCORD_TOKEN="", AIMLAPI_KEY=""
            )
            assert ending == "ended with exit code 0"
            return lines

        [granted] = [json.loads(line) for line in await export("audit", "--format", "jsonl")]
        assert (granted["kind"], granted["reason"]) == ("granted", "=1+1")
        assert granted["user_id"] == str(hazel.user.id)
        ledger = list(csv.DictReader(io.StringIO("\n".join(await export("ledger")))))
        assert sum(int(row["spent_change"]) for row in ledger if row["kind"] == "settle") == 126_000
        use = list(
            csv.DictReader(io.StringIO("\n".join(await export("usage", "--guild", str(annex.guild.id)))))
        )
        assert [(row["user_id"], row["tokens"], row["pictures"]) for row in use] == [
            (str(hazel.user.id), "63000", "1")
        ]
        assert await export("audit", "--format", "jsonl", "--guild", str(annex.guild.id)) == []
        assert len(await export("ledger", "--since", "1h")) == len(ledger) + 1


async def test_half_a_command_ends_with_two(tmp_path: Path):
    """The exit code is 2, and the message says what's missing."""
    async with town(tmp_path) as place:
        process_says = await typed(place, "operator", "cap", "set", "20m")
        assert process_says[0] == "ended with exit code 2"
        ending, lines = await typed(place, "operator", "balance", AIMLAPI_KEY="")
        assert ending == "ended with exit code 2"
        assert "AIMLAPI_KEY" in lines[0]


async def test_out_of_credit_is_shown_and_checked_at_once(tmp_path: Path):
    """The status says why image generation is unavailable, and its button finds that it's back."""
    async with town(tmp_path) as place:
        guild = head_office(place)
        await place.start(OPERATOR_GUILD_ID=str(guild.id))
        desk, alder = Desk(place), place.person("alder", "Head Office")
        place.image_api.balance_usd = 0.0
        await place.over(await place.imagine(place.person("hazel")))
        channel = place.channel("desk", "Head Office")
        status = await asked(place, alder, "operator status", at="desk", saying="is unavailable")
        assert "out of credit" in text_of(status)
        place.image_api.balance_usd = 10.0
        [check] = buttons_of(status)
        await (await alder.press(status["id"], check)).answered()
        assert [message["id"] for message in alder.messages(channel)] == [status["id"]]
        await alder.wait_for(lambda each: each["id"] == status["id"] and "is available" in text_of(each))
        assert "is available" in await desk.said("status")
