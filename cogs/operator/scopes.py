"""What a cap is for: all servers together, each server, or one of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from discord.app_commands import Choice

from bot.budgets.operator import Operator
from cogs.errors.refusals import NoSuchServer
from cogs.operator import words

MOST_CHOICES = 25  # Discord's limit
NAME_SHOWN = 100  # Discord's limit for a choice

Together = Literal["all", "each"]
TOGETHER: dict[Together, str] = {"all": words.ALL_SERVERS, "each": words.EACH_SERVER}


@dataclass(frozen=True, slots=True)
class Scope:
    """`guild_id` None: what `together` says."""

    together: Together
    guild_id: int | None = None

    async def set_cap(self, operator: Operator, cap: int | None, actor_id: int, now_ms: int) -> int | None:
        """Returns the cap before. Raises as the operator's methods do."""
        if self.guild_id is not None:
            return await operator.set_server_cap(self.guild_id, cap, actor_id, now_ms)
        if self.together == "all":
            return await operator.set_cap(cap, actor_id, now_ms)
        return await operator.set_every_servers_cap(cap, actor_id, now_ms)


def parse_scope(text: str, servers: Mapping[int, str]) -> Scope:
    """From a choice's value, or from a server's name or id, as it was typed. Raises `NoSuchServer`.

    An id need not be among `servers` (id: name): a cap may outlive the bot's time there.
    """
    typed = text.strip()
    for together, name in TOGETHER.items():
        if typed.lower() in (together, name.lower()):
            return Scope(together)
    if typed.isascii() and typed.isdecimal() and 15 <= len(typed) <= 19:
        return Scope("each", int(typed))
    found = [guild_id for guild_id, name in servers.items() if name.lower() == typed.lower()]
    if len(found) != 1:
        raise NoSuchServer(text)
    return Scope("each", found[0])


def scope_choices(typed: str, servers: Mapping[int, str]) -> list[Choice[str]]:
    """What to offer: first what concerns all servers, then the servers with `typed` in their name or id."""
    wanted = typed.strip().lower()
    every: Iterable[tuple[str, str]] = (
        *((name, value) for value, name in TOGETHER.items()),
        *(
            (name, str(guild_id))
            for guild_id, name in sorted(servers.items(), key=lambda each: each[1].lower())
        ),
    )
    found = [(name, value) for name, value in every if wanted in name.lower() or wanted in value]
    return [Choice(name=name[:NAME_SHOWN], value=value) for name, value in found[:MOST_CHOICES]]
