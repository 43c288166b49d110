"""A slash command from start to finish: offered, checked, sent, deferred, filled with a file, followed up."""

import io

import discord as library
import pytest

from playground.discord import ClientRefused, Discord, Person
from tests.playground.discord.conftest import Bot, running
from tests.playground.discord.uploads import picture


def imagine_bot() -> Bot:
    bot = Bot()

    @bot.tree.command(description="Makes a picture")
    async def imagine(
        interaction: library.Interaction,
        prompt: library.app_commands.Range[str, 1, 4000],
        width: library.app_commands.Range[int, 512, 2048] = 1024,
    ) -> None:
        await interaction.response.defer(thinking=True)
        file = library.File(io.BytesIO(picture()), "picture.png")
        await interaction.edit_original_response(content=f"{prompt} {width}", attachments=[file])

    return bot


async def test_deferral_becomes_a_message_with_a_file(discord: Discord, hazel: Person, studio: int) -> None:
    async with running(imagine_bot(), discord), hazel.subscribe() as events:
        invocation = await hazel.slash(studio, "imagine", prompt="a lighthouse", width=1024)
        seen = []
        async for event in events:
            seen.append(event)
            if event["type"] == "MESSAGE_UPDATE":
                break
    assert [event["type"] for event in seen] == ["MESSAGE_CREATE", "INTERACTION_ANSWERED", "MESSAGE_UPDATE"]
    thinking, message = seen[0]["message"], seen[2]["message"]
    assert thinking["flags"] & 128
    assert not message["flags"] & 128
    assert message["edited_timestamp"] is None
    assert message["content"] == "a lighthouse 1024"
    assert message["attachments"][0]["width"] == 64
    assert invocation.first_answer_seconds is not None
    assert invocation.failed is None
    assert message["id"] == invocation.message_id
    assert message["type"] == 20


async def test_client_refuses_what_discords_client_refuses(
    discord: Discord, hazel: Person, studio: int
) -> None:
    async with running(imagine_bot(), discord):
        for options in ({}, {"prompt": "x", "width": 100}, {"prompt": "x", "width": "wide"}, {"prompt": ""}):
            with pytest.raises(ClientRefused):
                await hazel.slash(studio, "imagine", **options)
        with pytest.raises(ClientRefused):
            await hazel.slash(studio, "paint", prompt="x")


async def test_who_has_left_can_still_be_named_by_id(discord: Discord, hazel: Person, studio: int) -> None:
    """Only current members match by name. By id, the bot gets a user who isn't a member, as on Discord."""
    bot, seen = Bot(), []

    @bot.tree.command(description="Looks at somebody")
    async def look(interaction: library.Interaction, who: library.Member | library.User) -> None:
        seen.append(who)
        await interaction.response.send_message("seen")

    juniper = discord.user("juniper")
    async with running(bot, discord):
        await (await hazel.slash(studio, "look", who="juniper")).answered()
        discord.remove_member(hazel.guild, juniper)
        await (await hazel.slash(studio, "look", who=juniper.id)).answered()
        for who in ("juniper", 123):
            with pytest.raises(ClientRefused):
                await hazel.slash(studio, "look", who=who)
    assert [type(who) for who in seen] == [library.Member, library.User]
    assert [who.id for who in seen] == [juniper.id] * 2
