"""Time zones by their IANA names, such as `Europe/Berlin`."""

import difflib
from datetime import UTC, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.budgets.refusals import InvalidTimeZone


@cache
def zone_of(name: str) -> tzinfo:
    """The zone of that name; UTC where this machine knows none (a name may vanish with an update)."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def known(name: str) -> None:
    """Raises `InvalidTimeZone` where this machine knows no zone of exactly that name."""
    if name != "UTC" and zone_of(name) is UTC:
        raise InvalidTimeZone(name, ())


@cache
def zone_names() -> tuple[str, ...]:
    """All names there are on this machine, in alphabetical order. Slow the first time: it reads files."""
    return tuple(sorted(available_timezones() - {"localtime", "Factory"}))


def checked(name: str) -> str:
    """`name` as the database writes it, however it was typed. Raises `InvalidTimeZone`."""
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
    """Names to offer while somebody types: first those with a part that begins so, then others with it."""
    wanted = "_".join(typed.split()).lower()
    begins = [
        name for name in zone_names() if any(part.startswith(wanted) for part in name.lower().split("/"))
    ]
    contains = [name for name in zone_names() if wanted in name.lower()]
    return list(dict.fromkeys(begins + contains))[:limit]
