"""The scope of a limit: all servers together, each server, or one of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from discord.app_commands import Choice

from bot.budgets.operator import Operator
from bot.snowflakes import parse_snowflake
from cogs.errors.refusals import NoSuchServer
from cogs.texts import Texts
from cogs.texts.formatting import truncate

MOST_CHOICES = 25  # Discord's limit
NAME_SHOWN = 100  # Discord's limit for a choice
SMALLEST_ID = 10**14  # a shorter number is a typo, since Discord's first IDs have 17 digits

Together = Literal["all", "each"]
TOGETHER: dict[Together, str] = {"all": "operator-all-servers", "each": "operator-each-server"}


@dataclass(frozen=True, slots=True)
class Scope:
    """One server, or what `together` says if `guild_id` is None."""

    together: Together
    guild_id: int | None = None

    async def set_cap(self, operator: Operator, cap: int | None, actor_id: int, now_ms: int) -> int | None:
        """Returns the previous cap. Raises as the operator's methods do."""
        if self.guild_id is not None:
            return await operator.set_server_cap(self.guild_id, cap, actor_id, now_ms)
        if self.together == "all":
            return await operator.set_cap(cap, actor_id, now_ms)
        return await operator.set_every_servers_cap(cap, actor_id, now_ms)


def parse_scope(texts: Texts, text: str, servers: Mapping[int, str]) -> Scope:
    """Reads a choice's value, or a typed server name or ID. Raises `NoSuchServer`.

    An ID doesn't have to be in `servers` (ID to name), because a limit stays when the bot leaves.
    """
    typed = text.strip()
    for together, text_id in TOGETHER.items():
        if typed.lower() in (together, texts(text_id).lower()):
            return Scope(together)
    found = [guild_id for guild_id, name in servers.items() if name.lower() == typed.lower()]
    if len(found) == 1:
        return Scope("each", found[0])
    try:
        guild_id = parse_snowflake(typed)
    except ValueError:
        raise NoSuchServer(text) from None
    if guild_id < SMALLEST_ID:
        raise NoSuchServer(text)
    return Scope("each", guild_id)


def scope_choices(texts: Texts, typed: str, servers: Mapping[int, str]) -> list[Choice[str]]:
    """First the scopes for all servers, then the servers whose names or IDs contain `typed`."""
    wanted = typed.strip().lower()
    every: Iterable[tuple[str, str]] = (
        *((texts(text_id), value) for value, text_id in TOGETHER.items()),
        *(
            (name, str(guild_id))
            for guild_id, name in sorted(servers.items(), key=lambda each: each[1].lower())
        ),
    )
    found = [(name, value) for name, value in every if wanted in name.lower() or wanted in value]
    return [Choice(name=truncate(name, NAME_SHOWN), value=value) for name, value in found[:MOST_CHOICES]]
