"""Reads the files in locales/ and the modules of cogs/ as syntax trees."""

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fluent.syntax import ast as ftl
from fluent.syntax import parse
from fluent.syntax.visitor import Visitor

from cogs.texts.catalogue import FOLDERS, locales_folder
from tests.project.checkout import ROOT

LANGUAGES = sorted(set(FOLDERS.values()))
TEXT_ID = re.compile(r"[a-z]+-[a-z0-9_.-]+")
PLURALS = {"zero", "one", "two", "few", "many", "other"}


@dataclass
class Text:
    """A message's value or one of its attributes."""

    id: str
    file: str
    words: str = ""  # the text itself, without variables
    variables: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)  # variables that decide a plural
    flags: dict[str, set[str]] = field(default_factory=dict)  # variable → the keys that a text selects by
    plurals: list[set[str]] = field(default_factory=list)  # the keys of each plural choice
    references: set[str] = field(default_factory=set)
    commands: set[str] = field(default_factory=set)


class _Reader(Visitor):
    def __init__(self, text: Text) -> None:
        self._text = text

    def visit_TextElement(self, node: ftl.TextElement) -> None:  # noqa: N802 - fluent.syntax finds it by the name
        self._text.words += node.value

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - fluent.syntax finds it by the name
        self._text.variables.add(node.id.name)

    def visit_MessageReference(self, node: ftl.MessageReference) -> None:  # noqa: N802 - fluent.syntax finds it by the name
        self._text.references.add(f"{node.id.name}.{node.attribute.name}" if node.attribute else node.id.name)

    def visit_TermReference(self, node: ftl.TermReference) -> None:  # noqa: N802 - fluent.syntax finds it by the name
        self._text.references.add(f"-{node.id.name}")

    def visit_FunctionReference(self, node: ftl.FunctionReference) -> None:  # noqa: N802 - fluent.syntax finds it by the name
        if node.id.name == "COMMAND":
            self._text.commands |= {str(given.parse()["value"]) for given in node.arguments.positional}
        if node.id.name == "NUMBER":
            self._text.numbers |= {
                given.id.name
                for given in node.arguments.positional
                if isinstance(given, ftl.VariableReference)
            }
        self.generic_visit(node)

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:  # noqa: N802 - fluent.syntax finds it by the name
        keys = {
            variant.key.name if isinstance(variant.key, ftl.Identifier) else variant.key.value
            for variant in node.variants
        }
        selector = node.selector
        name = selector.id.name if isinstance(selector, ftl.VariableReference) else ""
        if {key for key in keys if not key.isdecimal()} <= PLURALS:
            self._text.plurals.append(keys)
            self._text.numbers.add(name)
        else:
            self._text.flags.setdefault(name, set()).update(keys)
        self.generic_visit(node)


@functools.cache
def texts(language: str) -> dict[str, Text]:
    """Every text of a language by its ID, terms included."""
    found: dict[str, Text] = {}
    for path in sorted((locales_folder() / language).glob("*.ftl")):
        for entry in parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{path}: {entry.content}"
            if not isinstance(entry, ftl.Message | ftl.Term):
                continue
            name = f"-{entry.id.name}" if isinstance(entry, ftl.Term) else entry.id.name
            patterns = [
                (name, entry.value),
                *((f"{name}.{one.id.name}", one.value) for one in entry.attributes),
            ]
            for text_id, pattern in patterns:
                if pattern is None:
                    continue
                assert text_id not in found, f"{text_id} exists twice in {language}"
                found[text_id] = Text(text_id, path.name)
                _Reader(found[text_id]).visit(pattern)
    return found


def variables(text_id: str, language: str = "en") -> set[str]:
    """The variables that a text needs, including those of texts it refers to."""
    text = texts(language)[text_id]
    return text.variables.union(*(variables(one, language) for one in text.references))


def numbers(text_id: str, language: str = "en") -> set[str]:
    text = texts(language)[text_id]
    return text.numbers.union(*(numbers(one, language) for one in text.references))


@functools.cache
def modules() -> dict[str, ast.Module]:
    """Every module of cogs/ by its path."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8"))
        for path in sorted(Path(ROOT / "cogs").rglob("*.py"))
    }


def calls() -> Iterator[tuple[str, ast.Call, ast.Constant | ast.JoinedStr]]:
    """Each call that formats a text, and its ID: a constant or an f-string."""
    for path, module in modules().items():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and node.args and _formats(node.func):
                given = node.args[0]
                if isinstance(given, ast.JoinedStr) or (
                    isinstance(given, ast.Constant) and TEXT_ID.fullmatch(str(given.value))
                ):
                    yield f"{path}:{node.lineno}", node, given


def _formats(function: ast.expr) -> bool:
    """`texts(…)`, `self._texts(…)`, `catalogue.texts(locale)(…)`, `choice(…)`."""
    if isinstance(function, ast.Name):
        return function.id in {"texts", "choice", "english"}
    if isinstance(function, ast.Attribute):
        return function.attr in {"texts", "_texts"}
    return (
        isinstance(function, ast.Call)
        and isinstance(function.func, ast.Attribute)
        and (function.func.attr == "texts")
    )
