"""Buttons and menus that survive a restart."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import discord

from cogs.errors.error_hooks import ReportedItem
from cogs.errors.refusals import ButtonOutdated

if TYPE_CHECKING:
    from cogs.client import EaselClient

    Press = discord.Interaction[EaselClient]
    Handler = Callable[[Press, int], Awaitable[None]]

TEMPLATE = re.compile(
    r"(?P<feature>[a-z]+):(?P<verb>[a-z]+):(?P<version>[0-9]{1,3}):(?P<id>[0-9]{1,20})"
    r"(?:\?(?P<query>[a-z0-9._]{1,60}))?"
)


@dataclass(frozen=True, slots=True)
class ButtonId:
    """The contents of a custom_id. Everything else is read from the store when the button is pressed.

    `version` goes up when a verb changes its meaning, so that old messages can be told from new ones. `id` is
    the verb's object, such as a generation. `query` filters a list that continues at `id`. With at most seven
    letters each for feature and verb, it all fits into Discord's 100 characters.
    """

    feature: str
    verb: str
    version: int
    id: int
    query: str = ""

    def __str__(self) -> str:
        query = f"?{self.query}" if self.query else ""
        return f"{self.feature}:{self.verb}:{self.version}:{self.id}{query}"

    @classmethod
    def parse(cls, custom_id: str) -> Self | None:
        """None if it isn't one of ours."""
        match = TEMPLATE.fullmatch(custom_id)
        if match is None:
            return None
        return cls(
            match["feature"], match["verb"], int(match["version"]), int(match["id"]), match["query"] or ""
        )

    @classmethod
    def of(cls, press: "Press") -> Self:
        """The button that was pressed. Raises `ButtonOutdated` if it isn't one of ours."""
        data: dict[str, Any] = dict(press.data or {})
        button = cls.parse(str(data.get("custom_id")))
        if button is None:
            raise ButtonOutdated
        return button


class Buttons:
    """Each feature's handlers, by verb and version."""

    def __init__(self) -> None:
        self._handlers: dict[tuple[str, str, int], Handler] = {}

    def add(self, feature: str, verb: str, version: int, handler: "Handler") -> None:
        """`handler` is called with the interaction and the ID. It has to check who can press the button."""
        key = (feature, verb, version)
        if key in self._handlers:
            raise ValueError(f"two handlers for {key}")
        self._handlers[key] = handler

    def handler(self, button: ButtonId) -> "Handler":
        """Raises `ButtonOutdated` if no feature handles it any more."""
        try:
            return self._handlers[button.feature, button.verb, button.version]
        except KeyError:
            raise ButtonOutdated from None


class EaselButton(ReportedItem, discord.ui.DynamicItem[discord.ui.Button[Any]], template=TEMPLATE):
    """One of Easel's buttons, on a message of any age."""

    @classmethod
    def of(
        cls,
        button: ButtonId,
        label: str,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> Self:
        return cls(discord.ui.Button(custom_id=str(button), label=label, style=style))

    @classmethod
    def menu(
        cls, menu: discord.ui.Select[Any] | discord.ui.ChannelSelect[Any] | discord.ui.RoleSelect[Any]
    ) -> Self:
        """A menu whose custom_id is a `ButtonId`."""
        return cls(menu)  # type: ignore[arg-type]  # a dynamic item is declared for one kind

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: discord.ui.Item[Any], __: re.Match[str], /
    ) -> Self:
        return cls(item)  # type: ignore[arg-type]  # a button or a menu

    async def pressed(self, interaction: "Press") -> None:
        button = ButtonId.parse(self.custom_id)
        assert button is not None, "discord.py matched the template"
        await interaction.client.buttons.handler(button)(interaction, button.id)
