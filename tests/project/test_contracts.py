"""The import contracts (`make check` runs lint-imports) leave nothing out."""

import tomllib

from tests.project.checkout import ROOT, text

# The parts of the composition root, which are neither rules nor adapters.
ROOT_PARTS = {
    "__main__",
    "clock",
    "cli",
    "heartbeat",
    "shutdown",
    "systemd",
}


def contract(name: str) -> dict[str, list[str]]:
    contracts = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    [found] = [contract for contract in contracts if contract["name"] == name]
    return found


def parts(package: str) -> set[str]:
    """The modules and packages directly in a package."""
    inside = {path.stem for path in (ROOT / package).glob("*.py")} - {"__init__"}
    return inside | {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}


def test_every_part_of_the_bot_is_a_rule_or_an_edge() -> None:
    """A new folder in bot/ has to be added as one of them, so that the contracts cover it."""
    rules = contract("The rules know no framework, no driver and no adapter")
    edges = contract("Adapters never import one another")["modules"]
    assert {f"bot.{part}" for part in parts("bot") - ROOT_PARTS} == {*rules["source_modules"], *edges}
    assert {*edges, *(f"bot.{part}" for part in ROOT_PARTS - {"__main__"})} <= set(rules["forbidden_modules"])


def test_every_feature_keeps_to_itself() -> None:
    """A folder of cogs/ with a cog is a feature, and features never import one another."""
    features = {f"cogs.{path.parent.name}" for path in (ROOT / "cogs").glob("*/cog.py")}
    assert set(contract("Features on Discord's side never import one another")["modules"]) == features
