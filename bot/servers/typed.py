"""Numbers and durations as moderators type them."""

import re

from bot.servers.refusals import InvalidSetting

_NOTHING = frozenset({"", "0", "none", "off", "no"})
_NUMBER = re.compile(r"[0-9]{1,7}", re.ASCII)
_PART = re.compile(r"([0-9]{1,7})\s*([^\W\d_]+)\.?\s*")
# The beginnings of the units' names in Easel's languages, longer ones first.
_SECONDS = (("st", 3_600), ("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400), ("t", 86_400))


def parse_number(setting: str, text: str) -> int | None:
    """A whole number, or None for none. `setting` is its field. Raises `InvalidSetting`."""
    typed = text.strip().lower()
    if typed in _NOTHING:
        return None
    if not _NUMBER.fullmatch(typed):
        raise InvalidSetting(setting, text)
    return int(typed)


def parse_seconds(setting: str, text: str) -> int | None:
    """Reads `90`, `90 s`, `2 min`, `1h 30m` or `1 day` as seconds, or None for none. Raises
    `InvalidSetting`.
    """
    typed = text.strip().lower()
    if typed in _NOTHING or _NUMBER.fullmatch(typed):
        return parse_number(setting, text)
    total, at = 0, 0
    while at < len(typed):
        part = _PART.match(typed, at)
        unit = None if part is None else _unit(part[2])
        if part is None or unit is None:
            raise InvalidSetting(setting, text)
        total, at = total + int(part[1]) * unit, part.end()
    return total


def _unit(word: str) -> int | None:
    return next((seconds for beginning, seconds in _SECONDS if word.startswith(beginning)), None)
