"""Times as people type them: `3d`, `in 2 hours`, `2026-12-31 18:00`, `tomorrow 6pm`, `<t:1798675200>`."""

import re
from datetime import UTC, datetime, time, timedelta

from bot.budgets.refusals import InvalidMoment
from bot.budgets.typed_dates import plain, typed
from bot.budgets.zones import zone_of

_SPAN = re.compile(r"(?P<count>\d{1,5})\s?(?P<unit>[a-z]+)", re.ASCII | re.IGNORECASE)
_UNITS_MS = {"m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 7 * 86_400_000}
_WORDS = {
    **dict.fromkeys(["m", "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos"], "m"),
    **dict.fromkeys(["h", "hour", "hours", "stunde", "stunden", "hora", "horas"], "h"),
    **dict.fromkeys(["d", "day", "days", "tag", "tage", "tagen", "dia", "dias"], "d"),
    **dict.fromkeys(["w", "week", "weeks", "woche", "wochen", "semana", "semanas"], "w"),
}
_AHEAD = re.compile(r"(?:in|en|dentro de) ", re.ASCII)
_DISCORD = re.compile(r"<t:(?P<seconds>\d{1,12})(:[tTdDfFRsS])?>", re.ASCII)
_FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%d")
_LONGEST_DAY_MS = 25 * 3_600_000
_FURTHEST_MS = 10 * 366 * 86_400_000


def parse_moment(text: str, now_ms: int, zone: str = "UTC", *, end: bool = True) -> int:
    """Reads `text` as milliseconds: a duration from now, or a date (its end) or time in `zone`.

    Without `end`, a date means its start. Raises `InvalidMoment` if it can't be read, has passed, or is more
    than ten years away.
    """
    ahead = _AHEAD.sub("", plain(text), count=1) if _ascii_digits(text) else ""
    moment = (
        _span_ms(ahead, now_ms)
        or _date_ms(text.strip(), zone, end=end)
        or _typed_ms(text, now_ms, zone, end=end)
    )
    if moment is None or not now_ms < moment <= now_ms + _FURTHEST_MS:
        raise InvalidMoment(text)
    return moment


def parse_past(text: str, now_ms: int, zone: str = "UTC", *, end: bool = False) -> int:
    """Like `parse_moment`, for the past: how long ago, or a date (its start, or its `end`) or time.

    Raises `InvalidMoment` if it can't be read or hasn't started yet.
    """
    ago = _span_ms(text.strip(), 0)
    moment = now_ms - ago if ago is not None else _date_ms(text.strip(), zone, end=end)
    if moment is None or not 0 <= moment <= now_ms + (_LONGEST_DAY_MS if end else 0):
        raise InvalidMoment(text, past=True)
    return moment


def _ascii_digits(text: str) -> bool:
    return all(char.isascii() for char in text if char.isdecimal())


def _span_ms(text: str, now_ms: int) -> int | None:
    match = _SPAN.fullmatch(text)
    unit = _WORDS.get(match["unit"].lower()) if match else None
    return now_ms + int(match["count"]) * _UNITS_MS[unit] if match and unit else None


def _date_ms(text: str, zone: str, *, end: bool = True) -> int | None:
    match = _DISCORD.fullmatch(text)
    if match:
        return int(match["seconds"]) * 1000
    if not text.isascii():  # strptime accepts digits of any script
        return None
    for form in _FORMS:
        try:
            moment = datetime.strptime(" ".join(text.replace("T", " ").split()), form)  # noqa: DTZ007 - below
        except ValueError:
            continue
        try:
            if form == "%Y-%m-%d" and end:
                moment += timedelta(days=1)
            return round(moment.replace(tzinfo=zone_of(zone)).astimezone(UTC).timestamp() * 1000)
        except OverflowError:  # the last days of the year 9999
            return None
    return None


def _typed_ms(text: str, now_ms: int, zone: str, *, end: bool) -> int | None:
    try:
        now = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(zone_of(zone))
        found = typed(text, now)
        if found is None:
            return None
        day = found.day + timedelta(days=1) if found.at is None and end else found.day
        moment = datetime.combine(day, found.at or time.min, tzinfo=zone_of(zone))
        return round(moment.astimezone(UTC).timestamp() * 1000)
    except OverflowError:
        return None
