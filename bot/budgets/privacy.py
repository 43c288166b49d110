"""What's kept of people, and how it goes.

**Erasing** removes a member's prompts, names, links to pictures, the provider's ids and moderators' words
about them at once, on every server. Amounts stay, so that the books still add up, under a random negative
number in place of the user id. So that erasing resets no budget, some things stay under the user id until
they end: the amounts of the current period and of grants that aren't used up, claims of role grants that
still stand, and what moderators set, which is a custom allowance or a freeze with its reason. `prune` does
the rest.

What someone did as a moderator stays under their id for 12 months, so that nobody can give tokens away and
then erase who did it. Then that goes as well.

**When the bot is removed from a server**, what its moderators set is kept for 30 days, in case it comes back.
Then that is deleted, together with the prompts, names and links of that server. Amounts stay.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

KEEP_AFTER_REMOVAL_MS = 30 * 86_400_000
KEEP_NOTICES_MS = 30 * 86_400_000
KEEP_ACTS_MS = 365 * 86_400_000  # what someone did as a moderator
KEEP_INPUTS_MS = 7 * 86_400_000  # the pictures that an edit starts from, so that it can be rerolled
KEEP_DRAFTS_MS = 86_400_000  # requests that were refused, so that a button can ask again


@dataclass(frozen=True, slots=True)
class Erased:
    """What was deleted at once. `stays`: whether something is kept under the user id until it expires."""

    generations: int
    stays: bool


@dataclass(frozen=True, slots=True)
class Pruned:
    """What `prune` finished: members whose erasing is complete now, servers that were forgotten."""

    members: int
    servers: int


class Privacy(Protocol):
    """Every method may raise `StorageUnavailable`. Then nothing was written."""

    async def export(self, user_id: int) -> Mapping[str, Any]:
        """Everything that is kept about a user, on all servers: JSON's kinds of values only, lists of rows by
        the name of what they are. Ids are texts. No secret of Discord's is in it.
        """
        ...

    async def erase(self, user_id: int, now_ms: int) -> Erased:
        """Raises `StillUnderWay` while the user has pictures in progress."""
        ...

    async def left_server(self, guild_id: int, now_ms: int) -> None:
        """The bot was removed from it."""
        ...

    async def joined_server(self, guild_id: int) -> None:
        """The bot is on it (again). May be called for servers it has been on all along."""
        ...

    async def on_servers(self, guild_ids: Collection[int], now_ms: int) -> None:
        """All servers the bot is on, as it learns after connecting: those it was on and that aren't among
        them removed it while it was away, as `left_server` says; the others as `joined_server` says.
        """
        ...

    async def prune(self, now_ms: int) -> Pruned:
        """To be called once in a while: finishes what erasing left, forgets servers that removed the bot 30
        days ago, and notices of 30 days ago, whether they could be sent or not.
        """
        ...
