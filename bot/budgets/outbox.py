"""Notices, each stored together with its cause and sent afterwards.

A notice is stored in the same transaction as its cause. A crash never loses one, and repeats at most the one
that was just being sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.budgets.policy import UNLIMITED
from bot.budgets.price import FIRST_MEGAPIXEL_TOKENS

NEARLY_PERCENT = 80
FULL_PERCENT = 100


def warning_due(spent: int, allowance: int, warned: int) -> int | None:
    """The percentage to warn about: 80 if that much is spent, 100 if what's left doesn't buy a picture. None
    if there's nothing new to warn about. `warned` is the last warning in this period.
    """
    if spent <= 0 or allowance >= UNLIMITED:
        return None
    if allowance - spent < FIRST_MEGAPIXEL_TOKENS:
        due = FULL_PERCENT
    elif spent * 100 >= allowance * NEARLY_PERCENT:
        due = NEARLY_PERCENT
    else:
        return None
    return due if due > warned else None


class NoticeKind(StrEnum):
    """What happened, and the fields of `data`. Amounts are in tokens, times in ms.

    The first four are private notices for the member. The next ones are for the server's staff channel.
    """

    MEMBER_NEARLY = "member_nearly"  # 80 % used: spent, allowance, renews_at_ms
    MEMBER_FULL = "member_full"  # not enough left for a picture: the same fields
    MEMBER_PRIZE = "member_prize"  # won in a contest: title, number, place, amount, contest_id
    MEMBER_DISQUALIFIED = "member_disqualified"  # an entry of theirs: title, number, reason, contest_id
    SERVER_NEARLY = "server_nearly"  # the same for the server's cap: spent, cap, renews_at_ms
    SERVER_FULL = "server_full"
    FROZEN = "frozen"  # user_id, actor_id, reason, until_ms
    UNFROZEN = "unfrozen"  # user_id, actor_id, reason
    UNAVAILABLE = "unavailable"  # on the owner's server: provider, detail, why (as in GenerationUnavailable)
    OWN_RAISED = "own_raised"  # a moderator raised everyone's budget, their own included: actor_id, reason
    REFUNDED = "refunded"  # user_id, actor_id, reason, amount, generation_id, channel_id, message_id
    PROMPT_REFUSED = "prompt_refused"  # user_id, channel_id, prompt, entry (None: refused by the image API)
    MEMBER_PAUSED = "member_paused"  # user_id, refused, until_ms, audit_id
    TOKENS_REQUESTED = "tokens_requested"  # user_id, request_id, reason, spent, left
    PICTURE_REPORTED = "picture_reported"  # user_id, report_id, reason, owner_id, channel_id, message_id
    CONTEST_ROLE = "contest_role"  # user_id, role_id, title, why: left, forbidden, gone or kept
    # For the member again, by direct message if possible.
    TOKENS_APPROVED = "tokens_approved"  # amount
    TOKENS_DECLINED = "tokens_declined"  # reason


@dataclass(frozen=True, slots=True)
class Notice:
    """For the member `user_id`, or if that's None, for the current staff channel `channel_id`.

    `locale` is the member's from when they asked for the picture, or None for the staff. `channel_id` is None
    if the server no longer has a staff channel.
    """

    id: int
    at_ms: int
    kind: NoticeKind
    guild_id: int
    user_id: int | None
    channel_id: int | None
    data: Mapping[str, int | str | None]
    locale: str | None = None


class Outbox(Protocol):
    """Every method raises `StorageUnavailable`."""

    async def due(self, *, after: int = 0, limit: int = 20) -> list[Notice]:
        """Unsent notices with a higher id than `after`, lowest id first.

        A notice that can't be sent now stays due. Continue after the last one seen.
        """
        ...

    async def of_member(self, guild_id: int, user_id: int) -> list[Notice]:
        """Notices that this member hasn't had yet, lowest id first."""
        ...

    async def tell_staff(
        self, kind: NoticeKind, guild_id: int, data: Mapping[str, int | str | None], now_ms: int
    ) -> None:
        """Writes a notice for the server's staff channel, if it has one."""
        ...

    async def tell_member(
        self,
        kind: NoticeKind,
        guild_id: int,
        user_id: int,
        data: Mapping[str, int | str | None],
        now_ms: int,
    ) -> None:
        """Writes a notice for a member, in the language of their latest request.

        Writing the same one again changes nothing.
        """
        ...

    async def done(self, notice_id: int, now_ms: int) -> None:
        """It was sent, can never be (the channel is gone), or no longer matters."""
        ...
