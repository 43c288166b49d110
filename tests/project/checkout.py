"""The checkout, as the tests about the project see it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


def text(path: str) -> str:
    """One file of the checkout."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tracked() -> tuple[str, ...]:
    """The files that are committed, or about to be, by their path from the root.

    Also where the checkout belongs to another user, as in a container that mounts it.
    """
    listed = subprocess.run(
        [
            "git",
            "-c",
            f"safe.directory={ROOT}",
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file())


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """The Python files below some folders, with what they say."""
    for path in tracked():
        if path.endswith(".py") and path.split("/")[0] in folders:
            yield path, ast.parse(text(path), path)


def imported(tree: ast.Module) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
