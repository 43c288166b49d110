"""Describes errors to members: what happened, what to do and whether it cost anything.

An error's text is found by the name of its class, or else of the nearest class it derives from:
`OverBudget` reads `error-over-budget` in `locales/*/errors.ftl`. Its variables are the error's fields.
"""

import re
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, overload

from discord import app_commands

from bot.budgets.refusals import AlreadyUndone, ChangedSince, InvalidAmount, InvalidTimeZone, UsedSince
from bot.budgets.zones import label
from bot.contests.refusals import (
    DeadlinesOutOfOrder,
    DependsOn,
    InvalidContestSetting,
    OnlyUp,
    PrizeGap,
    TextMissing,
    TextTooLong,
)
from bot.errors import EaselError, InputTooLarge, Interrupted, OverBudget, ProviderBusy, SizeNotOffered
from bot.servers.refusals import ChannelNotAllowed, RoleNotAllowed
from cogs.errors.refusals import SeveralContests, ShownBefore
from cogs.texts.catalogue import Argument, Texts
from cogs.texts.formatting import after, escape, file_size, pixels, relative, role, tokens, user

Arguments = dict[str, Argument]

LONGEST_QUOTE = 500
MENTIONED = 10  # channels or roles in one sentence
MOMENT = re.compile(r"(at|until|before)_ms$")

# Names of the errors in earlier versions. Generations that ended with them keep these names in the database.
FORMER_NAMES = {
    "FateUnknown": "OutcomeUnknown",
    "StudioBusy": "ProviderBusy",
    "StudioClosed": "GenerationUnavailable",
    "StudioStopping": "ShuttingDown",
}


@overload
def describe(error: EaselError, texts: Texts) -> str: ...
@overload
def describe(error: BaseException, texts: Texts) -> str | None: ...
def describe(error: BaseException, texts: Texts) -> str | None:
    """A few sentences in at most 1,000 characters, with markdown. None for a bug, which has no text."""
    if isinstance(error, Interrupted) and (stored := _stored(error.reason, texts)):
        return stored
    for kind in type(error).__mro__:
        text_id = _text_id(kind.__name__)
        if text_id in texts:
            return texts(text_id, **_arguments(error, texts))
    return None


def describe_reason(reason: str | None, texts: Texts) -> str:
    """The same for a generation that ended earlier. `reason` is the name of the error's class."""
    return _stored(reason or "", texts) or texts("error-easel-error")


def kind_of(reason: str | None) -> type[EaselError] | None:
    """The class for a generation's `reason`."""
    name = FORMER_NAMES.get(reason or "", reason)
    return next((kind for kind in _derived(EaselError) if kind.__name__ == name), None)


def _stored(reason: str, texts: Texts) -> str | None:
    """By the class with that name, or else its nearest base class. None for any other reason."""
    kind = kind_of(reason)
    for base in () if kind is None else kind.__mro__:
        text_id = f"{_text_id(base.__name__)}.ended"
        if text_id in texts:
            return texts(text_id)
    return None


def _derived(kind: type[EaselError]) -> Iterator[type[EaselError]]:
    for derived in kind.__subclasses__():
        yield derived
        yield from _derived(derived)


def _text_id(name: str) -> str:
    return "error-" + re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def _arguments(error: BaseException, texts: Texts) -> Arguments:
    """The error's fields. An optional one also has a flag: `reason` comes with `has_reason`."""
    for kind in type(error).__mro__:
        if kind in SPECIAL:
            return SPECIAL[kind](error, texts)
    arguments: Arguments = {}
    for name in getattr(error, "__dataclass_fields__", ()):
        value = getattr(error, name)
        arguments[name] = _argument(name, value)
        arguments[f"has_{name}"] = value is not None and bool(str(value).strip())
    return arguments


def _argument(name: str, value: object) -> Argument:
    """Times become Discord's timestamps, roles become mentions, and people's words lose their markdown."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and MOMENT.search(name):
        return relative(value)
    if isinstance(value, int) and name.endswith("_id"):
        return role(value) if name == "role_id" else str(value)
    if isinstance(value, int):
        return value
    return "" if value is None else escape(str(value), LONGEST_QUOTE)


def _over_budget(error: OverBudget, _: Texts) -> Arguments:
    return {
        "limit": error.limit,
        "price": error.price,
        "left": error.left,
        "held": error.held,
        "has_renewal": error.renews_at_ms is not None,
        "renews": "" if error.renews_at_ms is None else relative(error.renews_at_ms),
    }


def _size_not_offered(error: SizeNotOffered, texts: Texts) -> Arguments:
    nearest = [f"**{pixels(*size)}**" for size in error.nearest]
    return {"size": pixels(error.width, error.height), "nearest": texts.listed(nearest, style="or")}


def _shown_before(error: ShownBefore, _: Texts) -> Arguments:
    return {"has_link": bool(error.link), "link": error.link}


def _input_too_large(error: InputTooLarge, texts: Texts) -> Arguments:
    return {"size": file_size(texts, error.size), "limit": file_size(texts, error.limit)}


def _channel_not_allowed(error: ChannelNotAllowed, texts: Texts) -> Arguments:
    named = [f"<#{each}>" for each in error.channel_ids[:MENTIONED]]
    return {"channels": texts.listed(named, style="or")}


def _role_not_allowed(error: RoleNotAllowed, texts: Texts) -> Arguments:
    return {"roles": texts.listed([role(each) for each in error.role_ids[:MENTIONED]], style="or")}


def _provider_busy(error: ProviderBusy, _: Texts) -> Arguments:
    wait = error.retry_after_seconds
    return {"has_wait": wait is not None, "retry": "" if wait is None else after(wait)}


def _invalid_amount(error: InvalidAmount, texts: Texts) -> Arguments:
    readings = [f"**{reading}**" for reading in error.readings]  # as people can type them
    return {
        "text": escape(error.text, 100),
        "has_readings": bool(readings),
        "readings": texts.listed(readings, style="or"),
    }


def _invalid_time_zone(error: InvalidTimeZone, texts: Texts) -> Arguments:
    nearest = [f"**{label(name)}**" for name in error.nearest]
    return {
        "name": escape(error.name, 100),
        "has_nearest": bool(nearest),
        "nearest": texts.listed(nearest, style="or"),
    }


def _already_undone(error: AlreadyUndone, texts: Texts) -> Arguments:
    by = texts("quota-owner") if error.actor_id is None else user(texts, error.actor_id)
    return {"at_ms": relative(error.at_ms), "by": by}


def _changed_since(error: ChangedSince, texts: Texts) -> Arguments:
    """Names the server's settings that changed. A member or a role only has one thing that can."""
    ids = [f"quota-setting-{name}" for name in error.names]
    names = [f"**{texts(text_id)}**" for text_id in ids if text_id in texts]
    return {"count": len(names), "names": texts.listed(names)}


def _used_since(error: UsedSince, texts: Texts) -> Arguments:
    return {"tokens": tokens(texts, error.tokens), "claims": error.claims}


def _cooldown(error: app_commands.CommandOnCooldown, _: Texts) -> Arguments:
    return {"retry": after(error.retry_after)}


def _missing_permissions(
    error: app_commands.MissingPermissions | app_commands.BotMissingPermissions, texts: Texts
) -> Arguments:
    names = [_permission(name, texts) for name in error.missing_permissions]
    return {"count": len(names), "permissions": texts.listed(names)}


def _permission(name: str, texts: Texts) -> str:
    """The name in Discord's settings, in English if a language has no text for it."""
    text_id = f"permission-{name.replace('_', '-')}"
    return f"**{texts(text_id) if text_id in texts else name.replace('_', ' ').title()}**"


def _not_taken(error: app_commands.TransformerError, _: Texts) -> Arguments:
    return {"text": escape(str(error.value), 100)}


def _setting(name: str, texts: Texts) -> str:
    """The name of a contest's option."""
    text_id = f"contest-setting-{name}-field"
    return texts(text_id) if text_id in texts else name


def _invalid_setting(error: InvalidContestSetting, texts: Texts) -> Arguments:
    least, most = error.least, error.most
    bounds = {(True, True): "both", (True, False): "least", (False, True): "most"}
    return {
        "setting": _setting(error.setting, texts),
        "range": bounds.get((least is not None, most is not None), "none"),
        "least": _bound(error.setting, least, texts),
        "most": _bound(error.setting, most, texts),
    }


def _bound(setting: str, value: int | None, texts: Texts) -> Argument:
    """A limit as a number, or as the time or duration that the setting is."""
    if value is None:
        return ""
    if setting in {"opens", "entries_until", "votes_until", "until"}:
        return relative(value)
    if setting in {"winner_role_for", "prizes_expire"}:
        days, minutes = divmod(value, 86_400_000)
        if days:
            return texts("contest-span", unit="days", count=days)
        return texts("contest-span", unit="minutes", count=minutes // 60_000)
    return value


def _depends_on(error: DependsOn, texts: Texts) -> Arguments:
    return {"setting": _setting(error.setting, texts), "other": _setting(error.other, texts)}


def _text_limit(error: TextTooLong, texts: Texts) -> Arguments:
    return {"setting": _setting(error.setting, texts), "length": error.length, "most": error.most or 0}


def _text_missing(error: TextMissing, texts: Texts) -> Arguments:
    return {"setting": _setting(error.setting, texts)}


def _prize_gap(error: PrizeGap, _: Texts) -> Arguments:
    return {"place": error.place}


def _out_of_order(error: DeadlinesOutOfOrder, texts: Texts) -> Arguments:
    return {
        "earlier": _setting(error.earlier, texts),
        "earlier_at_ms": relative(error.earlier_at_ms),
        "later": _setting(error.later, texts),
        "later_at_ms": relative(error.later_at_ms),
    }


def _only_up(error: OnlyUp, texts: Texts) -> Arguments:
    return {"setting": _setting(error.setting, texts), "least": _bound(error.setting, error.least, texts)}


def _several_contests(error: SeveralContests, texts: Texts) -> Arguments:
    return {"list": texts.listed([f"**{escape(title, 80)}**" for title in error.titles])}


# Errors with fields that need to be converted for their texts.
SPECIAL: dict[type[BaseException], Callable[[Any, Texts], Arguments]] = {
    DeadlinesOutOfOrder: _out_of_order,
    DependsOn: _depends_on,
    InvalidContestSetting: _invalid_setting,
    OnlyUp: _only_up,
    PrizeGap: _prize_gap,
    SeveralContests: _several_contests,
    TextMissing: _text_missing,
    TextTooLong: _text_limit,
    OverBudget: _over_budget,
    SizeNotOffered: _size_not_offered,
    InputTooLarge: _input_too_large,
    ShownBefore: _shown_before,
    ChannelNotAllowed: _channel_not_allowed,
    RoleNotAllowed: _role_not_allowed,
    ProviderBusy: _provider_busy,
    InvalidAmount: _invalid_amount,
    InvalidTimeZone: _invalid_time_zone,
    AlreadyUndone: _already_undone,
    ChangedSince: _changed_since,
    UsedSince: _used_since,
    app_commands.CommandOnCooldown: _cooldown,
    app_commands.MissingPermissions: _missing_permissions,
    app_commands.BotMissingPermissions: _missing_permissions,
    app_commands.TransformerError: _not_taken,
}
