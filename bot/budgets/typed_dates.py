"""Dates and times as people type them in English, German and Spanish, without a year or in words.

`tomorrow 18:00`, `Friday 8pm`, `31 Dec 18:00`, `31.12. 18 Uhr`, `el viernes a las 20:00`. A number alone
isn't a date, and neither is an ambiguous one, such as `3/4`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_TIME = re.compile(
    r"(?<![\d./-])(?P<hour>\d{1,2})(?:[:h](?P<minute>\d{2}))?\s?(?P<word>am|pm|a\.m\.|p\.m\.|uhr|h)?(?![\w:./-])",
    re.ASCII,
)
_NUMBERS = re.compile(r"(?P<first>\d{1,2})(?P<by>[./])(?P<second>\d{1,2})(?:[./](?P<year>\d{4})?)?", re.ASCII)
_DAY = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)

_FILLERS = frozenset(
    ("at", "on", "the", "of", "next", "this", "um", "am", "den", "der", "dem", "kommenden",
     "a", "las", "el", "la", "los", "de", "del", "proximo")
)  # fmt: skip
_DAYS_AHEAD = {
    **dict.fromkeys(("today", "tonight", "heute", "hoy"), 0),
    **dict.fromkeys(("tomorrow", "morgen", "manana"), 1),
    **dict.fromkeys(("overmorrow", "ubermorgen"), 2),
}
# In full, or by their first letters, as the three languages shorten them.
_WEEKDAYS = (
    "monday montag lunes mon mo lun",
    "tuesday dienstag martes tue tues di mar",
    "wednesday mittwoch miercoles wed mi mie",
    "thursday donnerstag jueves thu thur thurs do jue",
    "friday freitag viernes fri fr vie",
    "saturday samstag sonnabend sabado sat sa sab",
    "sunday sonntag domingo sun so dom",
)
_MONTHS = (
    "january januar janner enero jan ene",
    "february februar febrero feb",
    "march marz marzo mar mrz",
    "april abril apr abr",
    "may mai mayo",
    "june juni junio jun",
    "july juli julio jul",
    "august agosto aug ago",
    "september septiembre setiembre sep sept",
    "october oktober octubre oct okt",
    "november noviembre nov",
    "december dezember diciembre dec dez dic",
)
_WEEKDAY = {word: number for number, words in enumerate(_WEEKDAYS) for word in words.split()}
_MONTH = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}


@dataclass(frozen=True, slots=True)
class Typed:
    """A local time without a zone. `at` is None for the whole day."""

    day: date
    at: time | None


def plain(text: str) -> str:
    """Lower case, without accents, and with single spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in letters if not unicodedata.combining(char)).split())


def typed(text: str, now: datetime) -> Typed | None:
    """The first such time after `now`, which is in the reader's zone. None for unreadable text."""
    if any(char.isdecimal() and not char.isascii() for char in text):
        return None
    words = plain(text).replace(",", " ")
    for rest, at in _times(words):
        left = [word for word in rest.split() if word not in _FILLERS]
        if not left:
            if at is None:
                return None
            return Typed(now.date() + timedelta(days=at <= now.time()), at)
        day = _day(left, now, at)
        if day is not None:
            return Typed(day, at)
    return None


def _times(words: str) -> Iterator[tuple[str, time | None]]:
    """Every way to take a time out of the words, including none."""
    for match in _TIME.finditer(words):
        at = _time(match)
        if at is not None:
            yield f"{words[: match.start()]} {words[match.end() :]}", at
    yield words, None


def _time(match: re.Match[str]) -> time | None:
    hour, minute, word = int(match["hour"]), int(match["minute"] or 0), (match["word"] or "").replace(".", "")
    if match["minute"] is None and not word:
        return None  # a number alone
    if word in {"am", "pm"}:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if word == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _day(words: list[str], now: datetime, at: time | None) -> date | None:
    passed = at is not None and at <= now.time()
    match words:
        case [word] if word in _DAYS_AHEAD:
            return now.date() + timedelta(days=_DAYS_AHEAD[word])
        case [word] if word.rstrip(".") in _WEEKDAY:
            ahead = (_WEEKDAY[word.rstrip(".")] - now.weekday()) % 7
            return now.date() + timedelta(days=7 if ahead == 0 and (passed or at is None) else ahead)
        case [word, *rest] if word.rstrip(".") in _WEEKDAY and rest:  # "Friday 31 December"
            return _dated(rest, now, passed=passed)
        case _:
            return _dated(words, now, passed=passed)


def _dated(words: list[str], now: datetime, *, passed: bool) -> date | None:
    year: int | None = None
    if len(words) > 1 and _YEAR.fullmatch(words[-1]):
        year, words = int(words[-1]), words[:-1]
    if len(words) == 1:
        match = _NUMBERS.fullmatch(words[0])
        if match is None:
            return None
        first, second = int(match["first"]), int(match["second"])
        if match["year"]:
            year = int(match["year"])
        if match["by"] == "/":  # some people read day/month, others month/day
            if first <= 12 and second <= 12 and first != second:
                return None
            first, second = (first, second) if second <= 12 else (second, first)
        return _next(now, first, second, year, passed=passed)
    if len(words) != 2:
        return None
    for day, month in (words, reversed(words)):
        number = _DAY.fullmatch(day)
        if number and month.rstrip(".") in _MONTH:
            return _next(now, int(number["day"]), _MONTH[month.rstrip(".")], year, passed=passed)
    return None


def _next(now: datetime, day: int, month: int, year: int | None, *, passed: bool) -> date | None:
    """That day this year, or in a later year if it's over and no year was typed."""
    for candidate in (year,) if year else range(now.year, now.year + 9):
        try:
            found = date(candidate, month, day)
        except ValueError:  # 29 February, or no such day at all
            continue
        if year or found > now.date() or (found == now.date() and not passed):
            return found
    return None
