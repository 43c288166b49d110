"""What Discord offers while a moderator types: amounts with what they buy, times, time zones."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

from discord.app_commands import Choice

from bot.budgets.amounts import parse_allowance
from bot.budgets.moments import parse_moment
from bot.budgets.policy import UNLIMITED
from bot.budgets.refusals import InvalidAmount, InvalidMoment
from bot.budgets.zones import matching, zone_of
from cogs.quota.moderators import Interaction, is_moderator
from cogs.wording.amounts import USUAL_PRICE, worth
from cogs.wording.harmless import cut

Offer = Callable[[Interaction, str], Coroutine[Any, Any, list[Choice[str]]]]

LONGEST = 100  # Discord's limit for a choice
PICTURES = (1, 5, 10, 20, 50, 100)
SPANS = {"1 hour": "1h", "1 day": "1d", "3 days": "3d", "1 week": "7d", "30 days": "30d", "90 days": "90d"}

# While nothing is typed: one for each part of the world where many live.
ZONES = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Sao_Paulo",
    "Africa/Lagos",
    "Africa/Cairo",
    "Asia/Kolkata",
    "Asia/Jakarta",
    "Asia/Manila",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
)


def choice(name: str, value: str) -> Choice[str]:
    return Choice(name=cut(name, LONGEST), value=cut(value, LONGEST))


def amounts(typed: str, *, words: dict[str, str] | None = None, unlimited: bool = False) -> list[Choice[str]]:
    """What is typed, read as an amount; round ones while nothing is. `words` may be typed instead."""
    typed = typed.strip()
    special = [choice(name, word) for word, name in (words or {}).items() if word.startswith(typed.lower())]
    if unlimited and "unlimited".startswith(typed.lower()):
        special.append(choice("unlimited", "unlimited"))
    if not typed:
        return [
            *(choice(worth(count * USUAL_PRICE), str(count * USUAL_PRICE)) for count in PICTURES),
            *special,
        ]
    read = [typed] if typed[-1:].lower() in ("k", "m") else [typed, typed + "k", typed + "m"]
    return [*(_amount(text) for text in read if _is_amount(text)), *special]


def moments(typed: str, now_ms: int, zone: str) -> list[Choice[str]]:
    """What is typed, read as a time to come; common ones while nothing is."""
    if not typed.strip():
        return [choice(f"in {name}: {_when(text, now_ms, zone)}", text) for name, text in SPANS.items()]
    read = [typed] if not typed.strip().isdecimal() else [f"{typed.strip()}{unit}" for unit in "hdw"]
    return [choice(f"{text}: {when}", text) for text in read if (when := _when(text, now_ms, zone))]


def for_moderators(offer: Callable[[str], list[Choice[str]]]) -> Offer:
    """As discord.py wants it. Who is no moderator is offered nothing."""

    async def complete(interaction: Interaction, typed: str) -> list[Choice[str]]:
        return offer(typed) if is_moderator(interaction) else []

    return complete


offer_amounts = for_moderators(amounts)
offer_allowances = for_moderators(lambda typed: amounts(typed, unlimited=True))


def offer_amounts_or(words: dict[str, str], *, unlimited: bool = False) -> Offer:
    return for_moderators(lambda typed: amounts(typed, words=words, unlimited=unlimited))


async def offer_zones(interaction: Interaction, typed: str) -> list[Choice[str]]:
    if not is_moderator(interaction):
        return []
    names = await asyncio.to_thread(matching, typed) if typed.strip() else ZONES
    return [choice(name, name) for name in names]


def written(at_ms: int, zone: str) -> str:
    """`2026-12-31 18:00 Europe/Berlin`: where Discord shows no times of its own, and as it may be typed."""
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone_of(zone)):%Y-%m-%d %H:%M} {zone}"


def _amount(text: str) -> Choice[str]:
    return choice(f"{text}: {worth(parse_allowance(text))}", text)


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
