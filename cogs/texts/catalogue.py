"""Loads the texts in locales/ and formats them in a reader's language."""

import logging
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Self

from babel import Locale
from babel.dates import format_skeleton
from babel.lists import format_list
from fluent.runtime import FluentBundle
from fluent.runtime.types import FluentNone
from fluent.syntax import FluentParser
from fluent.syntax.ast import Resource

log = logging.getLogger(__name__)

# Arguments of a text. The locale formats ints and decimals, so pass an ID as a string.
Argument = str | int | Decimal | bool

SOURCE = "en"
# Discord's locales that have texts, and the folder of each. The two kinds of Spanish write numbers
# differently.
FOLDERS = {"en-US": "en", "en-GB": "en", "de": "de", "es-ES": "es", "es-419": "es"}


# A message starts at the beginning of a line, and everything that belongs to it is indented.
_START = re.compile(r"^(?=-?[a-zA-Z])", re.MULTILINE)
_ID = re.compile(r"-?[a-zA-Z][a-zA-Z0-9_-]*")
_REFERENCE = re.compile(r"\{\s*(-?[a-z][a-zA-Z0-9_-]*)")


class MissingText(LookupError):
    """A text or one of its variables doesn't exist. Only a strict catalogue raises it."""


class Language:
    """The messages of one language. Each is parsed on first use, for a fast start."""

    def __init__(self, files: Iterable[str]) -> None:
        """`files` are their contents."""
        self._sources = {
            found[0]: part for text in files for part in _START.split(text) if (found := _ID.match(part))
        }
        self._parsed: dict[str, Resource] = {}
        self._parser = FluentParser(with_spans=False)

    def __contains__(self, message_id: str) -> bool:
        return message_id in self._sources

    def message(self, message_id: str) -> Resource:
        if message_id not in self._parsed:
            self._parsed[message_id] = self._parser.parse(self._sources[message_id])
        return self._parsed[message_id]

    def references(self, message_id: str) -> list[str]:
        """The messages and terms that a message refers to."""
        return [other for other in _REFERENCE.findall(self._sources[message_id]) if other in self]


class Texts:
    """The texts in one locale. Call it with a text's ID, `message` or `message.attribute`."""

    def __init__(
        self,
        locale: str,
        source: Language,
        bundle: FluentBundle,
        fallback: "Texts | None",
        *,
        strict: bool,
    ) -> None:
        self.locale = locale  # as Discord writes it: `de`, `es-ES`
        self.language = FOLDERS[locale]
        self._source = source
        self._bundle = bundle
        self._fallback = fallback
        self._strict = strict
        self._babel = Locale.parse(locale.replace("-", "_"))
        self._added: set[str] = set()
        self._reported: set[str] = set()

    def __call__(self, text_id: str, /, **args: Argument) -> str:
        """The text with its variables filled in.

        A strict catalogue raises `MissingText` for an unknown ID or a missing variable. Otherwise it uses the
        English text, and logs that once.
        """
        try:
            return self._formatted(text_id, args)
        except MissingText as error:
            if self._strict:
                raise
            if text_id not in self._reported:
                self._reported.add(text_id)
                log.error("text %s can't be shown in %s: %s", text_id, self.locale, error)
        return text_id if self._fallback is None else self._fallback(text_id, **args)

    def __contains__(self, text_id: str) -> bool:
        """Whether this language has the text."""
        message_id, _, attribute = text_id.partition(".")
        if message_id not in self._source:
            return False
        self._add(message_id)
        if not self._bundle.has_message(message_id):
            return False
        message = self._bundle.get_message(message_id)
        return attribute in message.attributes if attribute else message.value is not None

    def listed(self, items: Iterable[str], *, style: Literal["standard", "or"] = "standard") -> str:
        """`a, b and c`, or `a, b or c` with style `or`, as the language joins them."""
        return format_list(list(items), style=style, locale=self._babel)

    def day(self, when: date, *, year: bool) -> str:
        """`3 Nov` or `3 Nov 2026` in the language's format, for pictures and files without timestamps."""
        return format_skeleton("yMMMd" if year else "MMMd", when, locale=self._babel)

    def _add(self, message_id: str) -> None:
        """Adds a message to the bundle, and the messages that it refers to."""
        if message_id not in self._added:
            self._added.add(message_id)
            self._bundle.add_resource(self._source.message(message_id))
            for other in self._source.references(message_id):
                self._add(other)

    def _formatted(self, text_id: str, args: Mapping[str, Argument]) -> str:
        if text_id not in self:
            raise MissingText(text_id)
        message_id, _, attribute = text_id.partition(".")
        message = self._bundle.get_message(message_id)
        pattern = message.attributes[attribute] if attribute else message.value
        assert pattern is not None, "it's in this language"
        given = {name: _flag(value) if isinstance(value, bool) else value for name, value in args.items()}
        text, errors = self._bundle.format_pattern(pattern, given)
        if errors or isinstance(text, FluentNone):
            raise MissingText(f"{text_id}: {errors[0] if errors else 'no text'}")
        return text


class Catalogue:
    """All texts in all languages. Load it once and pass it on."""

    def __init__(self, languages: Mapping[str, Language], *, strict: bool = False) -> None:
        """`languages` is by folder in locales/. `strict` raises what would otherwise be logged."""
        self.command_ids: dict[str, int] = {}  # top-level command → its ID, filled when commands are synced
        self._texts: dict[str, Texts] = {}
        for locale, folder in FOLDERS.items():
            bundle = FluentBundle([locale], functions={"COMMAND": self._command_mention}, use_isolating=False)
            fallback = next(iter(self._texts.values()), None) if folder != SOURCE else None
            self._texts[locale] = Texts(locale, languages[folder], bundle, fallback, strict=strict)

    @classmethod
    def load(cls, *, strict: bool = False) -> Self:
        """Reads every file in locales/."""
        return cls(languages(locales_folder()), strict=strict)

    def texts(self, locale: str | None) -> Texts:
        """The texts for one of Discord's locales. English for locales without texts and for None."""
        return self._texts.get(locale or "", self._texts["en-US"])

    def _command_mention(self, *args: Any) -> Any:
        """`COMMAND("budget show")` in a text: a clickable mention, or code formatting until IDs are known."""
        path = str(args[0])
        command_id = self.command_ids.get(path.partition(" ")[0])
        return f"`/{path}`" if command_id is None else f"</{path}:{command_id}>"


def languages(folder: Path) -> dict[str, Language]:
    """The languages in a folder like locales/."""
    return {
        name: Language(path.read_text("utf-8") for path in sorted((folder / name).glob("*.ftl")))
        for name in sorted(set(FOLDERS.values()))
    }


def locales_folder() -> Path:
    """`cogs/locales` in an installed wheel, `locales` in a checkout."""
    packaged = Path(__file__).parents[1] / "locales"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "locales"


def _flag(value: bool) -> str:
    """A bool as a key for selecting, since Fluent would treat it as a number."""
    return "true" if value else "false"
