"""The whole command surface, as Discord gets it, against `command_surface.json`.

Any change to a name, description, option or limit shows here as a difference. If it's intended, update the
file and commit it with the change:

    UPDATE_SNAPSHOTS=1 python -m pytest tests/cogs/test_command_surface.py
"""

import json
import os
from pathlib import Path

from discord import app_commands

from cogs.sync import fingerprint, surface

SNAPSHOT = Path(__file__).with_name("command_surface.json")


async def written(tree) -> str:
    return json.dumps(await surface(tree), indent=2, ensure_ascii=False) + "\n"


async def test_the_surface_is_as_committed(client):
    """No command changes by accident. Discord shows exactly the snapshot."""
    current = await written(client.tree)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(current, encoding="utf-8")
    assert current.splitlines() == SNAPSHOT.read_text(encoding="utf-8").splitlines(), __doc__


async def test_commands_are_for_servers_only(client):
    """Budgets belong to servers, so no command is offered in direct messages or for users to install."""
    for command in await surface(client.tree):
        assert command["contexts"] == [0], command["name"]
        assert command["integration_types"] == [0], command["name"]


async def test_names_are_unique(client):
    """Every command exists once, including its group."""
    names = [
        command.qualified_name
        for command in client.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    ]
    assert len(set(names)) == len(names)


async def test_the_fingerprint_follows_the_surface(client):
    """Equal surfaces have equal fingerprints, and any change to one changes the other."""
    before = await fingerprint(client.tree)
    assert await fingerprint(client.tree) == before
    command = client.tree.get_command("imagine")
    command.description = "Something else"
    assert await fingerprint(client.tree) != before
