"""Fills gaps in what Discord sends, before discord.py reads it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from discord import ChannelType
from discord.channel import _threaded_channel_factory
from discord.state import ConnectionState

from bot.log_context import logged_with

KINDS = {2: "application_command", 3: "component", 4: "autocomplete", 5: "modal_submit"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """When an interaction arrived, on the monotonic clock, and discord.py's name for its type."""

    at: float
    kind: str


# Of the interaction that the current task answers.
ARRIVAL: ContextVar[Arrival | None] = ContextVar("arrival", default=None)


Takes = Callable[[int], Awaitable[bool]]


class EaselState(ConnectionState[Any]):
    """discord.py's connection state, with interactions from every type of channel.

    All log lines that an interaction causes name it. `takes` says whether this process answers it.
    """

    def __init__(self, *, takes: Takes | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._takes = takes
        self._taking: set[asyncio.Task[None]] = set()

    def parse_interaction_create(self, data: Any) -> None:
        arrival = Arrival(time.monotonic(), KINDS.get(data["type"], "other"))
        if self._takes is None:
            self._parse(data, arrival)
            return
        taking = asyncio.create_task(self._take(self._takes, data, arrival))
        self._taking.add(taking)
        taking.add_done_callback(self._taking.discard)

    async def _take(self, takes: Takes, data: Any, arrival: Arrival) -> None:
        if await takes(int(data["id"])):
            self._parse(data, arrival)

    def _parse(self, data: Any, arrival: Arrival) -> None:
        user = (data.get("member") or data).get("user") or {}
        named = {"interaction": data["id"], "guild": data.get("guild_id"), "user": user.get("id")}
        with logged_with(**{name: int(value) for name, value in named.items() if value is not None}):
            token = ARRIVAL.set(arrival)
            try:
                super().parse_interaction_create(with_channel(data))
            finally:
                ARRIVAL.reset(token)


def with_channel(interaction: Mapping[str, Any]) -> Any:
    """The interaction with a channel that discord.py knows.

    Otherwise it drops the channel and its ID. An unknown type of channel becomes a text channel, since only
    its ID is needed.
    """
    channel: dict[str, Any] = dict(interaction.get("channel") or {})
    channel_id = channel.get("id") or interaction.get("channel_id")
    if channel_id is None or (
        "type" in channel and _threaded_channel_factory(channel["type"])[0] is not None
    ):
        return interaction
    channel = {"name": "", "position": 0, **channel, "id": channel_id, "type": ChannelType.text.value}
    return {**interaction, "channel": channel}
