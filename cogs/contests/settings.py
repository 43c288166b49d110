"""Everything that a host can set, and how it's typed, shown and changed in forms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import discord

from bot.budgets.amounts import parse_amount
from bot.budgets.moments import parse_moment
from bot.contests.model import ContestSettings, TieRule
from bot.contests.refusals import InvalidContestSetting
from bot.contests.rules import DESCRIPTION_LIMIT, THEME_LIMIT, TITLE_LIMIT
from cogs.contests.cards import DAY_MS, full_time, prize_worth, span
from cogs.contests.services import written
from cogs.texts import Texts
from cogs.texts.formatting import escape, role

SHORT = 100
SHOWN = 900


class Kind(StrEnum):
    TEXT = "text"
    MOMENT = "moment"
    SPAN = "span"
    AMOUNT = "amount"
    NUMBER = "number"
    ROLE = "role"
    CHANNEL = "channel"
    FLAG = "flag"
    TIES = "ties"


@dataclass(frozen=True, slots=True)
class Field:
    """`path` is its place in `ContestSettings`, if that's not its own name."""

    name: str
    kind: Kind
    path: str = ""
    limit: int = SHORT
    required: bool = False


def _fields(*fields: Field) -> dict[str, Field]:
    return {field.name: field for field in fields}


GROUPS: Mapping[str, Mapping[str, Field]] = {
    "texts": _fields(
        Field("title", Kind.TEXT, limit=TITLE_LIMIT, required=True),
        Field("theme", Kind.TEXT, limit=THEME_LIMIT, required=True),
        Field("description", Kind.TEXT, limit=DESCRIPTION_LIMIT),
        Field("channel", Kind.CHANNEL, "channel_id", required=True),
    ),
    "times": _fields(
        Field("opens", Kind.MOMENT, "opens_at_ms", required=True),
        Field("entries_until", Kind.MOMENT, "entries_until_ms", required=True),
        Field("votes_until", Kind.MOMENT, "votes_until_ms", required=True),
    ),
    "prizes": _fields(
        Field("prize_1", Kind.AMOUNT),
        Field("prize_2", Kind.AMOUNT),
        Field("prize_3", Kind.AMOUNT),
        Field("prizes_expire", Kind.SPAN, "prizes_expire_after_ms"),
        Field("quorum", Kind.NUMBER),
    ),
    "voting": _fields(
        Field("entries_per_member", Kind.NUMBER, required=True),
        Field("picks", Kind.NUMBER),
        Field("ties", Kind.TIES, required=True),
        Field("cooldown", Kind.NUMBER),
        Field("host_may_take_part", Kind.FLAG, required=True),
    ),
    "members": _fields(
        Field("entrants_role", Kind.ROLE, "entrants_role_id"),
        Field("voters_role", Kind.ROLE, "voters_role_id"),
        Field("min_days_in_server", Kind.NUMBER),
        Field("min_account_days", Kind.NUMBER),
        Field("joined_before_opening", Kind.FLAG, required=True),
    ),
    "anonymity": _fields(
        Field("anonymous", Kind.FLAG, required=True),
        Field("public_entries", Kind.FLAG, required=True),
    ),
    "extras": _fields(
        Field("pool", Kind.AMOUNT),
        Field("pool_per_member", Kind.AMOUNT),
        Field("winner_role", Kind.ROLE, "winner_role_id"),
        Field("winner_role_for", Kind.SPAN, "winner_role_for_ms"),
    ),
}
FIELDS = {name: field for group in GROUPS.values() for name, field in group.items()}
NOTHING = {"pool": 0, "cooldown": 0, "min_days_in_server": 0, "min_account_days": 14}
SECRETS = {"title"}  # shown above the list of settings


def value_of(settings: ContestSettings, field: Field) -> Any:
    if field.kind is Kind.MOMENT:
        return getattr(settings.schedule, field.path)
    if field.name.startswith("prize_"):
        place = int(field.name[-1])
        return settings.prizes[place - 1] if place <= len(settings.prizes) else None
    return getattr(settings, field.path or field.name)


def changed(settings: ContestSettings, values: Mapping[str, Any]) -> ContestSettings:
    """The settings with those values, by field name. A prize without a value ends the list."""
    prizes = [
        values[name] if name in values else value_of(settings, FIELDS[name])
        for name in ("prize_1", "prize_2", "prize_3")
    ]
    while prizes and not prizes[-1]:
        prizes.pop()
    plain: dict[str, Any] = {"prizes": tuple(prize or 0 for prize in prizes)}
    times: dict[str, int] = {}
    for name, value in values.items():
        field = FIELDS[name]
        if field.kind is Kind.MOMENT:
            times[field.path] = value
        elif not name.startswith("prize_"):
            plain[field.path or name] = NOTHING.get(name) if value is None else value
    return replace(settings, **plain, schedule=replace(settings.schedule, **times))


def parsed(field: Field, typed: str, now_ms: int, zone: str) -> Any:
    """The typed value of a form's field. None if it's empty.

    Raises `InvalidMoment`, `InvalidAmount` or `InvalidContestSetting`.
    """
    text = typed.strip()
    if not text:
        return None
    parse: Mapping[Kind, Callable[[], Any]] = {
        Kind.MOMENT: lambda: parse_moment(text, now_ms, zone, end=field.name != "opens"),
        Kind.SPAN: lambda: parse_moment(text, now_ms, zone) - now_ms,
        Kind.AMOUNT: lambda: parse_amount(text),
        Kind.FLAG: lambda: text == "yes",
        Kind.TIES: lambda: TieRule(text),
        Kind.TEXT: lambda: text,
    }
    return parse.get(field.kind, lambda: _number(field, text))()


def _number(field: Field, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < SHORT // 5):
        raise InvalidContestSetting(field.name)
    return int(text)


def in_form(settings: ContestSettings, field: Field, zone: str) -> str:
    """The value shown in a form before anything is typed."""
    value = value_of(settings, field)
    if value is None:
        return ""
    match field.kind:
        case Kind.MOMENT:
            return written(value, zone)
        case Kind.SPAN:
            return _span(value)
        case Kind.FLAG:
            return "yes" if value else "no"
        case _:
            return str(value)


def _span(span_ms: int) -> str:
    for unit, length in (("d", DAY_MS), ("h", 3_600_000)):
        if span_ms % length == 0:
            return f"{span_ms // length}{unit}"
    return f"{max(1, round(span_ms / 60_000))}m"


def shown(settings: ContestSettings, field: Field, texts: Texts) -> str:
    """The value in the preview."""
    value = value_of(settings, field)
    if value is None or (value == 0 and field.kind is Kind.AMOUNT):
        return texts("contest-value-none", setting=field.name)
    show: Mapping[Kind, Callable[[], str]] = {
        Kind.MOMENT: lambda: full_time(value),
        Kind.SPAN: lambda: span(texts, value),
        Kind.AMOUNT: lambda: prize_worth(texts, value),
        Kind.ROLE: lambda: role(value),
        Kind.CHANNEL: lambda: f"<#{value}>",
        Kind.FLAG: lambda: texts("contest-value-flag", value=bool(value)),
        Kind.TIES: lambda: texts(f"choice-ties-{value}"),
        Kind.TEXT: lambda: escape(str(value), SHOWN),
        Kind.NUMBER: lambda: texts("contest-value-number", number=value),
    }
    return show[field.kind]()


def preview_lines(settings: ContestSettings, texts: Texts) -> list[str]:
    """The settings, one line each. Unset ones are only shown if their default matters to members."""
    lines = []
    for name, field in FIELDS.items():
        value = value_of(settings, field)
        if name in SECRETS or (value in {None, 0} and field.kind not in {Kind.FLAG, Kind.NUMBER}):
            continue
        label = texts(f"contest-setting-{name}-field")
        lines.append(texts("contest-line", setting=label, value=shown(settings, field, texts)))
    return lines


def component(field: Field, settings: ContestSettings, texts: Texts, zone: str) -> discord.ui.Label[Any]:
    """The field in a form, with its current value."""
    preset = in_form(settings, field, zone)
    inner: discord.ui.Item[Any]
    match field.kind:
        case Kind.ROLE:
            chosen = [discord.Object(int(preset), type=discord.Role)] if preset else []
            inner = discord.ui.RoleSelect(
                custom_id=field.name, min_values=0, required=False, default_values=chosen
            )
        case Kind.CHANNEL:
            inner = discord.ui.ChannelSelect(
                custom_id=field.name,
                channel_types=[discord.ChannelType.text, discord.ChannelType.news],
                default_values=[discord.Object(int(preset), type=discord.TextChannel)],
            )
        case Kind.FLAG:
            inner = _menu(
                field.name,
                preset,
                {flag: texts("contest-value-flag", value=flag == "yes") for flag in ("yes", "no")},
            )
        case Kind.TIES:
            inner = _menu(
                field.name, preset, {rule.value: texts(f"choice-ties-{rule.value}") for rule in TieRule}
            )
        case _:
            long = field.limit > 2 * SHORT
            inner = discord.ui.TextInput(
                custom_id=field.name,
                default=preset or None,
                required=field.required,
                max_length=field.limit,
                style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
            )
    return discord.ui.Label(text=texts(f"contest-setting-{field.name}-field"), component=inner)


def _menu(custom_id: str, preset: str, options: Mapping[str, str]) -> discord.ui.Select[Any]:
    return discord.ui.Select(
        custom_id=custom_id,
        options=[
            discord.SelectOption(label=label, value=value, default=value == preset)
            for value, label in options.items()
        ],
    )
