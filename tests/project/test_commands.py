"""The commands in the documents exist and agree."""

import posixpath
import re
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points, version

import pytest

import bot
from bot.cli.arguments import parse
from cogs.check import PERMISSIONS
from tests.project.checkout import ROOT, text, tracked

DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/moderators.md",
    "docs/operating.md",
    "docs/postgresql.md",
    "docs/decisions/README.md",
)


@pytest.mark.parametrize("module", ["bot", "playground"])
def test_it_starts_from_a_checkout(module: str) -> None:
    """`python -m bot` and `python -m playground` work in a checkout, and print their usage."""
    asked = [sys.executable, "-m", module, "--help"]
    run = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("usage: ")


def test_the_console_script_is_the_same_program() -> None:
    """`easel` is bot/__main__.py's main."""
    [script] = entry_points(group="console_scripts", name="easel")
    assert script.value == "bot.__main__:main"
    assert callable(script.load())


def test_the_version_stands_in_one_place() -> None:
    """bot/__init__.py has the version. pyproject.toml and the installed distribution read it from there."""
    assert tomllib.loads(text("pyproject.toml"))["project"]["dynamic"] == ["version"]
    assert version("easel-bot") == bot.__version__


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documented_commands_exist(document: str) -> None:
    """Every `make …` and `python -m bot …` in the documents works."""
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    for target in re.findall(r"(?:^|`)make ([a-z]+)", text(document), re.MULTILINE):
        assert target in targets, f"make {target}"
    for command in re.findall(r"python -m bot ([a-z]+(?: (?:--[a-z]+|[A-Za-z0-9.:@_/-]+))*)", text(document)):
        parse(command.split())


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documented_files_exist(document: str) -> None:
    """Every relative link in the documents leads to a committed file or folder."""
    for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", text(document)):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(document), link))
        found = [path for path in tracked() if path == target or path.startswith(target.rstrip("/") + "/")]
        assert found, target


def test_the_readme_names_the_permissions_of_the_invitation() -> None:
    """README.md lists exactly the permissions that the invite link asks for, in Discord's words."""
    words = {"read_messages": "view_channels"}  # discord.py's name, and the one in Discord's documentation
    asked = {words.get(name, name).replace("_", " ") for name, wanted in PERMISSIONS if wanted}
    [(count, listed)] = re.findall(r"asks for (\w+) permissions and no more: ([\w\s,]+)\.", text("README.md"))
    assert {" ".join(name.lower().split()).removeprefix("and ") for name in listed.split(",")} == asked
    assert count == {4: "four", 5: "five", 6: "six"}[len(asked)]


def test_the_readme_stays_a_guide() -> None:
    """Newcomers read all of it. The reference is in docs/."""
    assert text("README.md").count("\n") <= 250
