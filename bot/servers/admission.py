"""Checks whether a server allows a request for pictures, for every command, button and modal.

The hold checks everything that depends on other pictures in its own transaction: how many are in progress,
how many were made today, and how long ago the last one was.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.generation.request import ImageRequest, Safety
from bot.moderation.blocked_words import BlockedWords
from bot.servers.model import ServerSettings
from bot.servers.ports import Refusal, Refusals, ServerSettingsStore, Standing
from bot.servers.refusals import (
    ChannelNotAllowed,
    MemberPaused,
    PromptBlocked,
    RoleNotAllowed,
    TooManyAtOnce,
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who asks for what, and where. `parent_id` is a thread's channel.

    `role_ids` are the member's, without @everyone. `age_restricted` is False if that isn't known.
    """

    guild_id: int
    user_id: int
    role_ids: tuple[int, ...]
    channel_id: int
    prompt: str
    parent_id: int | None = None
    age_restricted: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class Admitted:
    """An allowed request with the server's settings applied, and the member's standing."""

    standing: Standing
    safety: Safety
    age_restricted: bool

    def applied(self, request: ImageRequest) -> ImageRequest:
        """The request as it's sent from this channel, whatever channel it was first made in."""
        return replace(request, safety=self.safety)

    def spoiler(self, *, asked: bool) -> bool:
        """Whether the picture has to be hidden. `asked` means that the member wants that."""
        return self.standing.settings.hides(asked=asked, age_restricted=self.age_restricted)


class Admission:
    def __init__(
        self,
        servers: ServerSettingsStore,
        refusals: Refusals,
        now_ms: Callable[[], int],
        *,
        safety_checker_optional: bool = False,
    ) -> None:
        """With `safety_checker_optional`, the owner lets moderators turn off the image API's checker."""
        self._servers = servers
        self._refusals = refusals
        self._now_ms = now_ms
        self._safety_checker_optional = safety_checker_optional

    async def admit(self, attempt: Attempt, standing: Standing | None = None) -> Admitted:
        """Applies this server's settings to the request. Call it before anything is held.

        `standing` is the member's, if it was just read for this request.

        Raises `ChannelNotAllowed`, `RoleNotAllowed`, `MemberPaused`, `TooManyAtOnce`, `PromptBlocked` (which
        counts against the member) or `StorageUnavailable`. Nothing is held then.
        """
        if standing is None:
            standing = await self._servers.standing(attempt.guild_id, attempt.user_id)
        settings = standing.settings
        check(settings, attempt)
        if standing.pause is not None and standing.pause.until_ms > self._now_ms():
            raise MemberPaused(standing.pause.until_ms, standing.pause.refused)
        if settings.blocked_words:
            entry = await asyncio.to_thread(_words(settings.blocked_words).find, attempt.prompt)
            if entry is not None:
                await self._refuse(attempt, entry)
        return Admitted(standing, self._safety(settings, attempt), attempt.age_restricted)

    async def can_ask_for_more(self, guild_id: int) -> bool:
        """Whether members can ask the server's moderators for tokens. Raises `StorageUnavailable`."""
        return await self._servers.has_staff_channel(guild_id)

    async def _refuse(self, attempt: Attempt, entry: str) -> None:
        refused = Refusal(attempt.guild_id, attempt.user_id, attempt.channel_id, attempt.prompt, entry)
        pause = await self._refusals.record(refused, self._now_ms())
        if pause is not None:
            raise MemberPaused(pause.until_ms, pause.refused)
        raise PromptBlocked(entry)

    def _safety(self, settings: ServerSettings, attempt: Attempt) -> Safety:
        unchecked = self._safety_checker_optional and attempt.age_restricted and not settings.safety_checker
        return Safety(settings.tolerance_in(age_restricted=attempt.age_restricted), not unchecked)


def check(settings: ServerSettings, attempt: Attempt) -> None:
    """Raises `ChannelNotAllowed`, `RoleNotAllowed` or `TooManyAtOnce`.

    A thread follows its channel. A server's id is the role @everyone.
    """
    channels, roles = settings.channel_ids, settings.role_ids
    if channels and attempt.channel_id not in channels and attempt.parent_id not in channels:
        raise ChannelNotAllowed(channels)
    if roles and not {attempt.guild_id, *attempt.role_ids} & set(roles):
        raise RoleNotAllowed(roles)
    if attempt.count > settings.most_count:
        raise TooManyAtOnce(attempt.count, settings.most_count)


@lru_cache(maxsize=256)
def _words(entries: tuple[str, ...]) -> BlockedWords:
    return BlockedWords(entries)
