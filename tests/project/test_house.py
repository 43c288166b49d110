"""The house rules of CONTRIBUTING.md that a program can check."""

import ast
import re
from pathlib import Path

from tests.project.checkout import ROOT, imported, modules, text, tracked

CODE = ("bot", "cogs", "playground")


def test_nothing_is_mocked() -> None:
    """The tests use fakes of our own ports, or the playground. A mock only confirms its author's beliefs."""
    mocking = [
        f"{path} imports {name}"
        for path, tree in modules("tests", "bench", *CODE)
        for name in imported(tree)
        if {"mock", "pytest_mock", "MagicMock", "AsyncMock"} & set(name.split("."))
    ]
    fixtures = [
        f"{path}: {node.name} asks for mocker"
        for path, tree in modules("tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and "mocker" in {argument.arg for argument in node.args.args}
    ]
    assert mocking + fixtures == []


def test_every_folder_and_file_is_named_for_what_it_is() -> None:
    """There's no drawer for odds and ends."""
    drawers = {"utils", "util", "core", "helpers", "helper", "common", "misc", "shared"}
    assert [p for p in tracked() if drawers & {part.partition(".")[0] for part in p.split("/")}] == []


def test_no_machine_and_no_download_host_is_named() -> None:
    """Committed files work anywhere. They name no home folder and no package mirror."""
    places = [re.escape(f"{ROOT}/"), re.escape(f"{Path.home()}/"), r"/Users/\w+", "/ro" + "ot/"]
    hosts = ["python" + "hosted", r"(index|find)[-_](url|links)\s*="]
    names = re.compile("|".join(places + hosts))
    naming = [f"{path}: {found[0]}" for path in tracked() if (found := names.search(_readable(path)))]
    assert naming == []


def test_nothing_is_left_to_be_done() -> None:
    """Unfinished work belongs in an issue, not in a comment."""
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    assert [path for path, _ in modules("tests", "bench", *CODE) if marks.search(text(path))] == []


def _readable(path: str) -> str:
    try:
        return text(path)
    except UnicodeDecodeError:  # a picture
        return ""
