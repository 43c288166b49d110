"""Every sentence for Discord comes from the catalogue."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.texts.reading import modules, texts

# A library's words to compare with, what the owner types in a terminal, dates that can be typed, and menu
# names, which identify them on Discord.
SAME_EVERYWHERE = re.compile(
    "|".join(
        [
            r"Session is closed",
            r"python -m bot [a-z -]+",
            r"(%[a-zA-Z][-: ]?)+",
            *(text.words for text_id, text in texts("en").items() if text_id.startswith("menu-")),
        ]
    )
)

# For the terminal, the log and Prometheus.
NOT_DISCORD = {"cogs/check.py", "cogs/errors/brief.py", "cogs/metrics.py"}

WORDS = re.compile(r"[^\W\d_]\s|\s[^\W\d_]")
SHOWN = {"content", "description", "label", "placeholder", "title"}
LOGGING = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def sentences(module: ast.Module) -> Iterator[ast.Constant]:
    """String literals of several words, and any words passed to Discord by name.

    Docstrings, annotations, log lines, and the messages of exceptions and asserts are for developers.
    """
    skipped: set[ast.AST] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(node.value)
        elif isinstance(node, ast.Raise | ast.Assert) or (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOGGING
        ):
            skipped.update(ast.walk(node))
        for name in ("annotation", "returns"):
            if (annotation := getattr(node, name, None)) is not None:
                skipped.update(ast.walk(annotation))
    for node in ast.walk(module):
        if isinstance(node, ast.keyword) and node.arg in SHOWN and _has_letters(node.value):
            yield node.value
        if (
            isinstance(node, ast.Constant)
            and node not in skipped
            and _is_text(node, WORDS)
            and not SAME_EVERYWHERE.fullmatch(node.value)
        ):
            yield node


def _is_text(node: ast.expr, pattern: re.Pattern[str]) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(pattern.search(node.value))


def _has_letters(node: ast.expr) -> bool:
    return _is_text(node, re.compile(r"[^\W\d_]"))


@pytest.mark.parametrize("path", sorted(modules().keys() - NOT_DISCORD))
def test_no_sentence_stands_in_code(path):
    """Everything that people read is in locales/, so that it exists in each language."""
    assert [f"{path}:{node.lineno}: {node.value!r}" for node in sentences(modules()[path])] == []


def test_it_finds_sentences():
    """It finds a sentence, a part of one in an f-string, and a label, but not log lines and docstrings."""
    lines = (
        '"""A docstring."""',
        'log.info("a line")',
        'x = "a sentence"',
        'y = f"{x} and"',
        'z = Button(label="Press")',
        'raise ValueError("for developers")',
        'w = "a-key"',
    )
    found = sentences(ast.parse("\n".join(lines)))
    assert {node.value for node in found} == {"Press", "a sentence", " and"}
