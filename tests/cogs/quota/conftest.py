"""A moderator in a channel, with fakes behind the bot."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.budgets.budget import PaidPicture
from playground.discord.person import Person
from tests.cogs.conftest import Scene
from tests.cogs.quota.fakes import Fakes, paid_picture
from tests.cogs.reading import read


@dataclass
class Moderation:
    """rowan can manage the server, alder owns it, hazel and juniper are members."""

    scene: Scene
    office: Fakes

    def person(self, name: str) -> Person:
        return self.scene.discord.person(name, "The Workshop")

    @property
    def rowan(self) -> Person:
        return self.person("rowan")

    def user_id(self, name: str) -> int:
        return self.scene.discord.user(name).id

    async def told(self, who: Person, command: str, **options: object) -> dict[str, Any]:
        """The only message that the command leads to, which only they see."""
        return await self.answer(who, lambda: who.slash(self.scene.channel_id, f"quota {command}", **options))

    async def said(self, who: Person, command: str, **options: object) -> str:
        return read(await self.told(who, command, **options))

    async def answer(self, who: Person, does: Callable[[], Any]) -> dict[str, Any]:
        before = {message["id"] for message in who.messages(self.scene.channel_id)}
        invocation = await does()
        await invocation.answered()
        assert invocation.failed is None
        message = await who.wait_for(
            lambda message: message["id"] not in before and bool(read(message).strip())
        )
        assert message["ephemeral"]
        return message

    async def offered(self, who: Person, command: str, focused: str, **typed: object) -> dict[str, str]:
        """The suggestions, by the value they fill in."""
        choices = await who.autocomplete(self.scene.channel_id, f"quota {command}", focused=focused, **typed)
        return {choice["value"]: choice["name"] for choice in choices}

    def picture_of(self, name: str, **more: object) -> PaidPicture:
        guild_id = self.scene.discord.guild("The Workshop").id
        return paid_picture(guild_id=guild_id, user_id=self.user_id(name), **more)

    def last(self) -> tuple:
        """The last act."""
        return self.office.quotas.done[-1]


@pytest.fixture
async def moderation(scene, office):
    await scene.discord.bot_ready("quota audit", "Refund this picture")
    return Moderation(scene, office)
