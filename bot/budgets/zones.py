"""Time zones by their IANA names, such as `Europe/Berlin`, or by their offset from UTC."""

import difflib
import re
from datetime import UTC, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.budgets.refusals import InvalidTimeZone

_OFFSET = re.compile(
    r"(?:(?:utc|gmt)\s*(?P<sign>[+-])|(?P<bare>[+-]))\s*(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?", re.ASCII
)
_FIXED = re.compile(r"Etc/GMT(?P<sign>[+-])(?P<hours>\d{1,2})", re.ASCII)

# Zones at a fraction of an hour from UTC, most of them all year.
_PARTS_OF_AN_HOUR = {
    -570: "Pacific/Marquesas", -210: "America/St_Johns", 210: "Asia/Tehran", 270: "Asia/Kabul",
    330: "Asia/Kolkata", 345: "Asia/Kathmandu", 390: "Asia/Yangon", 525: "Australia/Eucla",
    570: "Australia/Darwin", 630: "Australia/Lord_Howe", 765: "Pacific/Chatham",
}  # fmt: skip
_CHANGES = frozenset({-210, 630, 765})  # these have daylight saving time, so they aren't what was typed

# Suggested until something is typed: zones from each part of the world where many people live. Discord shows
# 25.
COMMON_ZONES = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Madrid",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Bogota",
    "America/Argentina/Buenos_Aires",
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


@cache
def zone_of(name: str) -> tzinfo:
    """The zone with that name. UTC if this machine doesn't know it (an update can drop a name)."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def known(name: str) -> None:
    """Raises `InvalidTimeZone` if this machine doesn't know a zone with exactly that name."""
    if name != "UTC" and zone_of(name) is UTC:
        raise InvalidTimeZone(name, ())


@cache
def zone_names() -> tuple[str, ...]:
    """All names on this machine, in alphabetical order. Slow the first time, because it reads files."""
    return tuple(sorted(available_timezones() - {"localtime", "Factory"}))


def checked(name: str) -> str:
    """`name` in the database's spelling, however it was typed. Raises `InvalidTimeZone`.

    `UTC+2` and `GMT+2` are two hours ahead of UTC, as people expect. The database calls that `Etc/GMT-2`.
    """
    if name in zone_names():
        return name
    minutes = _offset_minutes(name)
    if minutes is not None:
        zone = _at_offset(minutes)
        if zone is None or minutes in _CHANGES:
            raise InvalidTimeZone(name, () if zone is None else (zone,))
        return zone
    names = {known.lower(): known for known in zone_names()}
    typed = "_".join(name.split()).lower()
    if typed in names:
        return names[typed]
    cities = {known.rpartition("/")[2]: known for known in names}
    if typed in cities:
        return names[cities[typed]]
    near = [names[found] for found in difflib.get_close_matches(typed, names, n=3)]
    near += [names[cities[found]] for found in difflib.get_close_matches(typed, cities, n=3)]
    raise InvalidTimeZone(name, tuple(dict.fromkeys(near))[:3])


def matching(typed: str, limit: int = 25) -> list[str]:
    """Suggestions while somebody types. Names with a part that starts with the text come first."""
    minutes = _offset_minutes(typed)
    if minutes is not None:
        zone = _at_offset(minutes)
        return [] if zone is None else [zone]
    wanted = "_".join(typed.split()).lower()
    begins = [
        name for name in zone_names() if any(part.startswith(wanted) for part in name.lower().split("/"))
    ]
    contains = [name for name in zone_names() if wanted in name.lower()]
    return list(dict.fromkeys(begins + contains))[:limit]


def label(name: str) -> str:
    """`name` for people: `UTC+2` for `Etc/GMT-2`, which has the opposite sign."""
    match = _FIXED.fullmatch(name)
    if match is None:
        return name
    return f"UTC{'-' if match['sign'] == '+' else '+'}{match['hours']}" if match["hours"] != "0" else "UTC"


def _offset_minutes(typed: str) -> int | None:
    """How many minutes `typed` is ahead of UTC, or None if it isn't written as an offset."""
    match = _OFFSET.fullmatch(typed.strip().lower().replace("\N{MINUS SIGN}", "-"))
    if match is None:
        return None
    minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
    return -minutes if "-" in (match["sign"], match["bare"]) else minutes


def _at_offset(minutes: int) -> str | None:
    hours, rest = divmod(minutes, 60)
    if rest:
        return _PARTS_OF_AN_HOUR.get(minutes)
    name = "UTC" if hours == 0 else f"Etc/GMT{-hours:+}"
    return name if name in zone_names() else None
