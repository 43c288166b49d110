"""Sentences for what is refused to those who set budgets, or ask for their data."""

from bot.budgets.refusals import (
    AlreadyOver,
    AlreadyRefunded,
    AlreadyUndone,
    BotsHaveNoBudget,
    ChangedSince,
    EveryoneIsNoRole,
    GivenBack,
    InvalidAmount,
    InvalidMoment,
    InvalidTimeZone,
    NoSuchPromise,
    NoSuchTier,
    NotFrozen,
    NothingToDeduct,
    NothingToRefund,
    NothingToUndo,
    NotYourOwn,
    StillUnderWay,
    UsedSince,
)
from bot.errors import EaselError
from cogs.errors.refusals import NotAMessage
from cogs.wording.amounts import pictures, relative
from cogs.wording.harmless import harmless
from cogs.wording.table import Sentence

_UNCHANGED = "Nothing was changed."


def _invalid_amount(error: InvalidAmount) -> str:
    return (
        f"“{harmless(error.text, 100)}” is no amount of tokens that I can take there. Write it like 63000, "
        f"250k or 1.5m. {_UNCHANGED}"
    )


def _invalid_moment(error: InvalidMoment) -> str:
    if error.past:
        return (
            f"“{harmless(error.text, 100)}” is no time in the past that I can read. Write how long ago, like "
            f"12h, 3d or 2w, or a date like 2025-12-31. {_UNCHANGED}"
        )
    return (
        f"“{harmless(error.text, 100)}” is no time in the future that I can read. Write how long from now, "
        f"like 12h, 3d or 2w, or a date like 2030-12-31. {_UNCHANGED}"
    )


def _invalid_time_zone(error: InvalidTimeZone) -> str:
    named = f"“{harmless(error.name, 100)}” is no time zone that I know."
    if error.nearest:
        return f"{named} Close to it: {', '.join(f'**{name}**' for name in error.nearest)}. {_UNCHANGED}"
    return f"{named} Choose one from the list, such as Europe/Berlin. {_UNCHANGED}"


def _already_over(error: AlreadyOver) -> str:
    return f"That would have ended {relative(error.at_ms)} already: choose a later time. {_UNCHANGED}"


def _already_refunded(error: AlreadyRefunded) -> str:
    return f"This picture was refunded {relative(error.at_ms)}, and once is all. {_UNCHANGED}"


def _not_a_message(error: NotAMessage) -> str:
    return (
        f"“{harmless(error.text, 100)}” is no message's link or id. Open the menu on the picture, choose "
        f"Copy Message Link, and paste it; or choose Apps, Refund this picture. {_UNCHANGED}"
    )


def _still_under_way(error: StillUnderWay) -> str:
    return (
        f"You have {pictures(error.running)} on the way. Your data can be erased as soon as that is over. "
        f"{_UNCHANGED}"
    )


QUOTAS: dict[type[EaselError], Sentence] = {
    InvalidAmount: _invalid_amount,
    InvalidMoment: _invalid_moment,
    InvalidTimeZone: _invalid_time_zone,
    AlreadyOver: _already_over,
    NotYourOwn: (
        "Moderators can't raise their own budget: ask another moderator, or an administrator. " + _UNCHANGED
    ),
    BotsHaveNoBudget: f"Bots and webhooks have no budget. {_UNCHANGED}",
    EveryoneIsNoRole: (
        "What everybody may spend is the server's default: change it with `/quota server set`. " + _UNCHANGED
    ),
    NoSuchTier: f"This role has no allowance of its own. {_UNCHANGED}",
    NoSuchPromise: f"There is no such promise on this server, or it is over already. {_UNCHANGED}",
    NotFrozen: f"This member's budget is not frozen. {_UNCHANGED}",
    NothingToDeduct: f"This member has nothing left that could be taken back. {_UNCHANGED}",
    NothingToRefund: f"There is no picture here that somebody paid for. {_UNCHANGED}",
    AlreadyRefunded: _already_refunded,
    StillUnderWay: _still_under_way,
    NotAMessage: _not_a_message,
    GivenBack: lambda error: (
        f"A reset already gave this picture's price back {relative(error.at_ms)}. {_UNCHANGED}"
    ),
    NothingToUndo: f"There's nothing to undo here. {_UNCHANGED}",
    AlreadyUndone: lambda error: f"This change was already undone {relative(error.at_ms)}. {_UNCHANGED}",
    ChangedSince: f"This was changed again since, so it can't be undone. {_UNCHANGED}",
    UsedSince: f"Some of these tokens have already been used, so this can't be undone. {_UNCHANGED}",
}
