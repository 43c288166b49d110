"""Validates request bodies, with Discord's error messages.

A form doesn't stop at the first error. It reports all of them with their paths, as error 50035 does. Unknown
keys are ignored, as on Discord.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol, TypeAlias

from playground.discord.errors import ApiError
from playground.discord.snowflakes import parse_snowflake
from playground.discord.users import Json

Path: TypeAlias = tuple[str | int, ...]
MISSING = object()


class Problems:
    """The errors in one body."""

    def __init__(self) -> None:
        self._found: list[tuple[Path, str, str]] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, path: Path, code: str, message: str) -> None:
        self._found.append((path, code, message))

    def required(self, path: Path) -> None:
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required")

    def raise_if_any(self) -> None:
        """Raises 50035 with every error found."""
        if not self._found:
            return
        tree: Json = {}
        for path, code, message in self._found:
            node = tree
            for step in path:
                node = node.setdefault(str(step), {})
            node.setdefault("_errors", []).append({"code": code, "message": message})
        raise ApiError(400, 50035, "Invalid Form Body", tree)


class Field(Protocol):
    """One kind of value. `check` returns the value as it's stored, and reports its errors."""

    def check(self, value: Any, path: Path, problems: Problems) -> Any: ...


def length_problem(length: int, least: int, most: int, path: Path, problems: Problems) -> None:
    """Reports a text or list that's too short or too long."""
    if least <= length <= most:
        return
    if least and most < UNBOUNDED:
        problems.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
    elif length > most:
        problems.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
    else:
        problems.add(path, "BASE_TYPE_MIN_LENGTH", f"Must be {least} or more in length.")


UNBOUNDED = 1 << 30


@dataclass(frozen=True)
class Text:
    """Lengths are in characters, both inclusive."""

    least: int = 0
    most: int = UNBOUNDED
    pattern: re.Pattern[str] | None = None

    def check(self, value: Any, path: Path, problems: Problems) -> Any:
        if not isinstance(value, str):
            problems.add(path, "STRING_TYPE_CONVERT", f"Could not interpret {value!r} as string.")
            return ""
        length_problem(len(value), self.least, self.most, path, problems)
        if self.pattern and not self.pattern.match(value):
            problems.add(path, "STRING_TYPE_REGEX", "String value did not match validation regex.")
        return value


@dataclass(frozen=True)
class Whole:
    """An integer. Both bounds are inclusive."""

    least: int = -(2**53)
    most: int = 2**53

    def check(self, value: Any, path: Path, problems: Problems) -> Any:
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,19}", value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            problems.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
            return self.least
        if value < self.least:
            problems.add(
                path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {self.least}."
            )
        if value > self.most:
            problems.add(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {self.most}.")
        return value


@dataclass(frozen=True)
class Decimal:
    """Any number."""

    def check(self, value: Any, path: Path, problems: Problems) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            problems.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not float.')
            return 0
        return value


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def check(self, value: Any, path: Path, problems: Problems) -> Any:
        if not isinstance(value, bool):
            problems.add(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
            return False
        return value


@dataclass(frozen=True)
class Url:
    """A URL with at most that many characters, one of the schemes, and something after it."""

    schemes: tuple[str, ...] = ("http", "https")
    most: int = 2048

    def check(self, value: Any, path: Path, problems: Problems) -> Any:
        url: str = Text(1, self.most).check(value, path, problems)
        if not url:
            return url
        scheme, separator, rest = url.partition("://")
        if not separator or not rest or re.search(r"\s", url):
            problems.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
        elif scheme.lower() not in self.schemes:
            allowed = ", ".join(repr(each) for each in self.schemes)
            problems.add(
                path,
                "URL_TYPE_INVALID_SCHEME",
                f"Scheme {scheme!r} is not supported. Scheme must be one of ({allowed}).",
            )
        return url


@dataclass(frozen=True)
class Time:
    """An ISO 8601 date and time. Stored in UTC, as Discord returns it."""

    def check(self, value: Any, path: Path, problems: Problems) -> Any:
        try:
            moment = datetime.fromisoformat(value if isinstance(value, str) and "T" in value.upper() else "")
        except ValueError:
            problems.add(path, "DATE_TIME_TYPE_PARSE", f"Could not parse {value}. Should be ISO8601.")
            return None
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).isoformat()


@dataclass(frozen=True)
class SnowflakeText:
    """A snowflake that's sent back to the client. Stored as a string, like every id in Discord's objects."""

    def check(self, value: Any, path: Path, problems: Problems) -> Any:
        return str(Id().check(value, path, problems))


@dataclass(frozen=True)
class Id:
    """A snowflake that the server looks up. Stored as an int."""

    def check(self, value: Any, path: Path, problems: Problems) -> Any:
        parsed = parse_snowflake(value)
        if parsed is None:
            problems.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
            return 0
        return parsed


@dataclass(frozen=True)
class OneOf:
    """One of a few values."""

    values: Collection[Any]

    def check(self, value: Any, path: Path, problems: Problems) -> Any:
        if isinstance(value, bool) or value not in self.values:
            choices = ", ".join(str(choice) for choice in self.values)
            problems.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{choices}}}.")
            return None
        return value


@dataclass(frozen=True)
class ListOf:
    """A list with that many items, both bounds inclusive. With `unique`, no item appears twice."""

    item: Field
    least: int = 0
    most: int = UNBOUNDED
    unique: bool = False

    def check(self, value: Any, path: Path, problems: Problems) -> Any:
        if not isinstance(value, list):
            problems.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        length_problem(len(value), self.least, self.most, path, problems)
        items = [self.item.check(item, (*path, index), problems) for index, item in enumerate(value)]
        for index, item in enumerate(items) if self.unique else ():
            if item in items[:index]:
                problems.add(
                    (*path, index),
                    "SET_TYPE_ALREADY_CONTAINS_VALUE",
                    f"The set already contains the value {item!r}.",
                )
        return items


@dataclass(frozen=True)
class DictOf:
    """An object whose keys come from a set, and whose values have the same form."""

    keys: Collection[str]
    value: Field

    def check(self, value: Any, path: Path, problems: Problems) -> Any:
        if not isinstance(value, dict):
            problems.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            return {}
        for key in value:
            if key not in self.keys:
                problems.add((*path, key), "DICT_TYPE_KEY_CHOICES", f"Key {key!r} is not allowed.")
        return {key: self.value.check(item, (*path, key), problems) for key, item in value.items()}


@dataclass(frozen=True)
class Model:
    """An object. Fields that aren't required can be left out or null.

    `rule` sees the checked object and can report more. It gets what is stored: the known keys, with nulls as
    None.
    """

    fields: Mapping[str, Field]
    required: Collection[str] = ()
    rule: Callable[[Json, Path, Problems], None] | None = field(default=None, compare=False)

    def check(self, value: Any, path: Path, problems: Problems) -> Any:
        if not isinstance(value, dict):
            problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            return {}
        checked: Json = {}
        for name, kind in self.fields.items():
            given = value.get(name, MISSING)
            if given is MISSING or given is None:
                if name in self.required:
                    problems.required((*path, name))
                elif given is None:
                    checked[name] = None
                continue
            checked[name] = kind.check(given, (*path, name), problems)
        if self.rule and all(checked.get(name) is not None for name in self.required):
            self.rule(checked, path, problems)
        return checked


@dataclass(frozen=True)
class ByType:
    """An object whose `type` selects its model."""

    models: Mapping[int, Field]

    def check(self, value: Any, path: Path, problems: Problems) -> Any:
        kind = value.get("type") if isinstance(value, dict) else None
        if isinstance(kind, bool) or not isinstance(kind, int) or kind not in self.models:
            choices = ", ".join(str(choice) for choice in self.models)
            problems.add(
                (*path, "type"),
                "UNION_TYPE_CHOICES",
                f'Value of field "type" must be one of ({choices}{"," if len(self.models) == 1 else ""}).',
            )
            return {}
        return self.models[kind].check(value, path, problems)


def checked(form: Field, body: object, path: Path = ()) -> Json:
    """The body as `form` stores it. Raises 50035."""
    problems = Problems()
    result: Json = form.check(body, path, problems)
    problems.raise_if_any()
    return result
