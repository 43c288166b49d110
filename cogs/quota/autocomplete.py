"""Suggestions while a moderator types: amounts and what they buy, times, time zones."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, datetime
from typing import Any

from discord.app_commands import Choice, Range

from bot.budgets.amounts import parse_allowance
from bot.budgets.moments import parse_moment
from bot.budgets.policy import UNLIMITED
from bot.budgets.refusals import InvalidAmount, InvalidMoment
from bot.budgets.zones import COMMON_ZONES, label, matching, zone_of
from cogs.quota.moderators import REASON_LIMIT, Interaction, is_moderator
from cogs.texts import Texts, private_texts
from cogs.texts.formatting import USUAL_PRICE, truncate, worth

Offer = Callable[[Interaction, str], Coroutine[Any, Any, list[Choice[str]]]]

Reason = Range[str, 1, REASON_LIMIT]
Typed = Range[str, 1, 100]

LONGEST = 100  # Discord's limit for a choice
PICTURES = (1, 5, 10, 20, 50, 100)
SPANS = (
    ("hours", 1, "1h"),
    ("days", 1, "1d"),
    ("days", 3, "3d"),
    ("days", 7, "7d"),
    ("days", 30, "30d"),
    ("days", 90, "90d"),
)


def suggestion(name: str, value: str) -> Choice[str]:
    return Choice(name=truncate(name, LONGEST), value=truncate(value, LONGEST))


def amounts(
    texts: Texts, typed: str, *, words: Mapping[str, str] | None = None, unlimited: bool = False
) -> list[Choice[str]]:
    """The typed amount, or round amounts while nothing is typed.

    `words` can be typed instead of an amount. Each has the ID of its explanation.
    """
    typed = typed.strip()
    special = [
        suggestion(texts(text_id), word)
        for word, text_id in (words or {}).items()
        if word.startswith(typed.lower())
    ]
    if unlimited and "unlimited".startswith(typed.lower()):
        special.append(suggestion(texts("amount-unlimited"), "unlimited"))
    if not typed:
        round_amounts = [count * USUAL_PRICE for count in PICTURES]
        return [*(suggestion(worth(texts, amount), str(amount)) for amount in round_amounts), *special]
    read = [typed] if typed[-1:].lower() in ("k", "m") else [typed, typed + "k", typed + "m"]
    return [*(_amount(texts, text) for text in read if _is_amount(text)), *special]


def moments(texts: Texts, typed: str, now_ms: int, zone: str) -> list[Choice[str]]:
    """The typed future time, or common durations while nothing is typed."""
    if not typed.strip():
        return [
            suggestion(
                texts(
                    "quota-suggest-in",
                    span=texts(f"quota-span-{unit}", count=count),
                    when=_when(text, now_ms, zone) or "",
                ),
                text,
            )
            for unit, count, text in SPANS
        ]
    read = [typed] if not typed.strip().isdecimal() else [f"{typed.strip()}{unit}" for unit in "hdw"]
    return [
        suggestion(texts("quota-suggest-read", typed=text, meaning=when), text)
        for text in read
        if (when := _when(text, now_ms, zone))
    ]


def for_moderators(offer: Callable[[Texts, str], list[Choice[str]]]) -> Offer:
    """Adapts `offer` to discord.py. Members who aren't moderators get no suggestions."""

    async def complete(interaction: Interaction, typed: str) -> list[Choice[str]]:
        return offer(private_texts(interaction), typed) if is_moderator(interaction) else []

    return complete


offer_amounts = for_moderators(amounts)
offer_allowances = for_moderators(lambda texts, typed: amounts(texts, typed, unlimited=True))


def offer_amounts_or(words: Mapping[str, str], *, unlimited: bool = False) -> Offer:
    return for_moderators(lambda texts, typed: amounts(texts, typed, words=words, unlimited=unlimited))


async def offer_zones(interaction: Interaction, typed: str) -> list[Choice[str]]:
    if not is_moderator(interaction):
        return []
    names = await asyncio.to_thread(matching, typed) if typed.strip() else COMMON_ZONES
    return [suggestion(label(name), name) for name in names]


def written(at_ms: int, zone: str) -> str:
    """`2026-12-31 18:00 Europe/Berlin`, for suggestions, where Discord doesn't show timestamps."""
    local = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone_of(zone))
    return f"{local:%Y-%m-%d %H:%M} {label(zone)}"


def _amount(texts: Texts, text: str) -> Choice[str]:
    meaning = worth(texts, parse_allowance(text))
    return suggestion(texts("quota-suggest-read", typed=text, meaning=meaning), text)


def _is_amount(text: str) -> bool:
    try:
        return parse_allowance(text) < UNLIMITED
    except InvalidAmount:
        return False


def _when(text: str, now_ms: int, zone: str) -> str | None:
    try:
        return written(parse_moment(text, now_ms, zone), zone)
    except InvalidMoment:
        return None
