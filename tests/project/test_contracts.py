"""lint-imports checks the import contracts (`make check`); here: that they forget nobody."""

import tomllib

from tests.project.checkout import ROOT, text

# What the composition root is made of: no rule, and no edge.
ROOT_PARTS = {
    "__main__",
    "clock",
    "cli",
    "heartbeat",
    "shutdown",
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
    """Whoever adds a folder to bot/ has to say which it is, and the contracts then hold it to that."""
    rules = contract("The rules know no framework, no driver and no edge")
    edges = contract("Edges never import one another")["modules"]
    assert {f"bot.{part}" for part in parts("bot") - ROOT_PARTS} == {*rules["source_modules"], *edges}
    assert {*edges, *(f"bot.{part}" for part in ROOT_PARTS - {"__main__"})} <= set(rules["forbidden_modules"])


def test_every_feature_keeps_to_itself() -> None:
    """A folder of cogs/ with a cog in it is a feature, and features never import one another."""
    features = {f"cogs.{path.parent.name}" for path in (ROOT / "cogs").glob("*/cog.py")}
    assert set(contract("Features on Discord's side never import one another")["modules"]) == features
