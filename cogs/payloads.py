"""Fills gaps in what Discord sends, before discord.py reads it."""

import time
from collections.abc import Mapping
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


class EaselState(ConnectionState[Any]):
    """discord.py's connection state, with interactions from every type of channel.

    All log lines that an interaction causes name it.
    """

    def parse_interaction_create(self, data: Any) -> None:
        user = (data.get("member") or data).get("user") or {}
        named = {"interaction": data["id"], "guild": data.get("guild_id"), "user": user.get("id")}
        with logged_with(**{name: int(value) for name, value in named.items() if value is not None}):
            token = ARRIVAL.set(Arrival(time.monotonic(), KINDS.get(data["type"], "other")))
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
