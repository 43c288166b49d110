"""Tells Discord about the commands, when they have changed and not at every start."""

import hashlib
import json
import logging
from typing import Any, Protocol

from discord import app_commands

log = logging.getLogger(__name__)


class Meta(Protocol):
    """A few words that outlive the process, by key. Both methods raise `StorageUnavailable`."""

    async def get(self, key: str) -> str | None: ...

    async def set(self, key: str, value: str) -> None: ...


def surface(tree: app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    """Every command exactly as Discord is told of it, in an order that does not depend on loading."""
    payloads = [command.to_dict(tree) for command in tree.get_commands()]
    return sorted(payloads, key=lambda payload: (payload["type"], payload["name"]))


def fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    """Equal for equal command surfaces."""
    text = json.dumps(surface(tree), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


async def sync_commands(tree: app_commands.CommandTree[Any], meta: Meta, *, force: bool = False) -> bool:
    """Sends the commands to Discord if they differ from what this application was last told, or by `force`.

    True if they were sent. The client has to be logged in. Raises discord.py's `CommandSyncFailure` (a
    command that Discord does not take: a bug) or `HTTPException`; then the next start tries again.
    """
    key = f"commands-synced:{tree.client.application_id}"
    current = fingerprint(tree)
    if not force and await meta.get(key) == current:
        return False
    commands = await tree.sync()
    await meta.set(key, current)
    log.info("told Discord about %d commands", len(commands))
    return True
