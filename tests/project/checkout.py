"""The checkout for the tests of the project."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


def text(path: str) -> str:
    """One file's text."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tracked() -> tuple[str, ...]:
    """The files that are committed, or about to be, by path.

    Works even if another user owns the checkout, as in a container that mounts it.
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
    """The Python files in some folders, parsed."""
    for path in tracked():
        if path.endswith(".py") and path.split("/")[0] in folders:
            yield path, ast.parse(text(path), path)


def imported(tree: ast.Module) -> Iterator[str]:
    """The dotted names of all imports in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
