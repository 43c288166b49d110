"""What Discord shows about the commands, in every language."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import discord
import pytest

from cogs.operator.cog import OperatorCommands
from cogs.sync import surface
from cogs.texts.catalogue import FOLDERS
from cogs.texts.translator import EaselTranslator
from tests.cogs.fakes import now_ms
from tests.texts.reading import texts

Payload = dict[str, Any]
TRANSLATED = [locale for locale, folder in FOLDERS.items() if folder != "en"]
SERVER = 5


@pytest.fixture
async def payloads(client) -> list[Payload]:
    """All command payloads for Discord, including those of the bot's owner."""
    operators = OperatorCommands(client, SERVER, operator=None, account=None, engine=None, now_ms=now_ms)
    await client.add_cog(operators, guild=discord.Object(SERVER))
    await client.tree.set_translator(EaselTranslator(client.catalogue))
    return [*await surface(client.tree), *await surface(client.tree, discord.Object(SERVER))]


def walked(payload: Payload, path: str = "") -> Iterator[tuple[str, Payload]]:
    """The command and everything in it, each with its full name."""
    here = f"{path} {payload['name']}".strip()
    yield here, payload
    for inside in (*payload.get("options", ()), *payload.get("choices", ())):
        yield from walked(inside, here)


def shown(payload: Payload, field: str, locale: str) -> str:
    return payload.get(f"{field}_localizations", {}).get(locale, payload.get(field, ""))


def size(payload: Payload) -> int:
    """The size that Discord counts, with each text in its longest language."""
    own = sum(
        max(len(shown(payload, field, locale)) for locale in FOLDERS) for field in ("name", "description")
    )
    value = len(str(payload.get("value", "")))
    return own + value + sum(map(size, (*payload.get("options", ()), *payload.get("choices", ()))))


async def test_everything_has_texts_in_every_language(payloads):
    """Commands, options and choices have descriptions in each language, and nobody sees a text's ID."""
    for payload in payloads:
        for path, part in walked(payload):
            if "description" in part:
                assert not part["description"].startswith(("command-", "…")), path
                assert set(part["description_localizations"]) >= set(TRANSLATED), path
            elif "value" in part:
                assert not part["name"].startswith("choice-"), path
                assert set(part["name_localizations"]) >= set(TRANSLATED), path


@pytest.mark.parametrize("locale", FOLDERS)
async def test_names_and_descriptions_are_what_discord_takes(payloads, locale):
    """In each language, names are one lower-case word, unique in their place, and texts are short enough."""
    for payload in payloads:
        for path, part in walked(payload):
            names = [
                shown(inside, "name", locale)
                for inside in (*part.get("options", ()), *part.get("choices", ()))
            ]
            assert len(names) == len(set(names)) <= 25, path
            name = shown(part, "name", locale)
            if "description" in part:
                assert 1 <= len(name) <= 32, path
                assert name == name.lower(), path
                assert name.replace("-", "").replace("_", "").isalnum(), path
                assert 1 <= len(shown(part, "description", locale)) <= 100, path
            else:
                assert 1 <= len(name) <= 100, path


async def test_no_command_is_larger_than_discord_takes(payloads):
    """Discord allows at most 8,000 characters for a command with everything in it."""
    for payload in payloads:
        assert size(payload) <= 8000, payload["name"]


async def test_no_description_is_left_over(payloads):
    """Every command's text belongs to an existing command."""
    known = {f"menu-{payload['name'].lower().replace(' ', '-')}" for payload in payloads}
    options = defaultdict(set)
    for payload in payloads:
        for path, part in walked(payload):
            if "value" not in part:
                parent, _, name = path.rpartition(" ")
                options[parent.replace(" ", "-")].add(name)
                known.add(f"command-{path.replace(' ', '-')}.description")
    known |= {
        f"command-{command}.{kind}-{name}"
        for command, names in options.items()
        for name in names
        for kind in ("option", "name")
    }
    for language in set(FOLDERS.values()):
        ids = {text_id for text_id in texts(language) if text_id.startswith(("command-", "menu-"))}
        assert ids - known == set()
