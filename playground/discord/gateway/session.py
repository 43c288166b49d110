"""A gateway session: the events sent to the bot, kept so that they can be replayed."""

import secrets
from collections import deque
from typing import Protocol

from playground.discord import intents as intent_bits
from playground.discord.users import Json

REPLAYABLE_EVENTS = 5_000
"""Events kept for RESUME. Discord documents no number. A bot that missed more must identify again."""


class Outlet(Protocol):
    """The live connection of a session."""

    def send(self, payload: Json) -> None: ...


class Session:
    """Outlives its connections. Events are kept here while the socket is down."""

    def __init__(self, intents: int, shard: tuple[int, int]) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard = shard
        self.sequence = 0
        self.connection: Outlet | None = None
        self.detached_at: float | None = None
        self._sent: deque[Json] = deque(maxlen=REPLAYABLE_EVENTS)

    def has(self, guild_id: int | None) -> bool:
        """Whether the guild is on this shard. Direct messages are on the first one
        (`developers/events/gateway.mdx`, Sharding).
        """
        number, count = self.shard
        return number == (0 if guild_id is None else (guild_id >> 22) % count)

    def wants(self, event: str, guild_id: int | None) -> bool:
        """Whether this session's shard and intents include the event."""
        needed = intent_bits.needed(event, in_guild=guild_id is not None)
        return self.has(guild_id) and (not needed or bool(self.intents & needed))

    def dispatch(self, event: str, data: Json) -> None:
        """Numbers the event, keeps it for a RESUME, and sends it if there's a connection."""
        self.sequence += 1
        payload: Json = {"op": 0, "t": event, "s": self.sequence, "d": data}
        self._sent.append(payload)
        if self.connection:
            self.connection.send(payload)

    def missed_since(self, sequence: int) -> list[Json] | None:
        """The events after that number. None if some of them are no longer kept."""
        missed = [payload for payload in self._sent if payload["s"] > sequence]
        return missed if len(missed) == self.sequence - sequence else None
