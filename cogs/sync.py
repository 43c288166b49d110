"""Tells Discord about the commands, when they have changed and not at every start."""

import hashlib
import json
import logging
from collections.abc import Collection
from typing import Any, Protocol

import discord
from discord import app_commands

from bot.errors import StorageUnavailable
from cogs.errors.brief import brief

log = logging.getLogger(__name__)

SLASH = discord.AppCommandType.chat_input


class Meta(Protocol):
    """A few words that outlive the process, by key. Both methods raise `StorageUnavailable`."""

    async def get(self, key: str) -> str | None: ...

    async def set(self, key: str, value: str) -> None: ...


async def surface(
    tree: app_commands.CommandTree[Any], guild: discord.abc.Snowflake | None = None
) -> list[dict[str, Any]]:
    """Every command exactly as Discord is told of it, in an order that does not depend on loading.

    Those of all servers, or those of one server alone. With all languages once the tree has a translator.
    """
    translator = tree.translator
    payloads = [
        command.to_dict(tree)
        if translator is None
        else await command.get_translated_payload(tree, translator)
        for command in tree.get_commands(guild=guild)
    ]
    return sorted(payloads, key=lambda payload: (payload["type"], payload["name"]))


async def fingerprint(tree: app_commands.CommandTree[Any], guild: discord.abc.Snowflake | None = None) -> str:
    """Equal for equal command surfaces."""
    text = json.dumps(await surface(tree, guild), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


async def sync_commands(
    tree: app_commands.CommandTree[Any], meta: Meta, ids: dict[str, int], *, force: bool = False
) -> bool:
    """Sends the commands to Discord if they differ from what this application was last told, or by `force`.

    True if they were sent. Either way `ids` gets the commands' IDs by name, which mentions of commands need.
    The client has to be logged in. Raises discord.py's `CommandSyncFailure` (a
    command that Discord does not take: a bug) or `HTTPException`; then the next start tries again.
    """
    key = f"commands-synced:{tree.client.application_id}"
    ids_key = f"command-ids:{tree.client.application_id}"
    current = await fingerprint(tree)
    known = await meta.get(ids_key)
    if not force and known is not None and await meta.get(key) == current:
        ids.update(json.loads(known))
        return False
    commands = await tree.sync()
    ids.update({command.name: command.id for command in commands if command.type is SLASH})
    await meta.set(ids_key, json.dumps(ids))
    await meta.set(key, current)
    log.info("told Discord about %d commands", len(commands))
    return True


class OperatorsCommands:
    """Has the commands that were added for the operator's own server exist there, and nowhere else.

    What was told to which server outlives the process, so that they are taken away again where the setting
    changes. A server that has removed the bot has lost them anyway. Nothing here stops the bot: it works
    without them.
    """

    def __init__(self, tree: app_commands.CommandTree[Any], meta: Meta, guild_id: int | None) -> None:
        """`guild_id`: the operator's own server, None for no server."""
        self._tree = tree
        self._meta = meta
        self._guild_id = guild_id

    async def sync(self, *, force: bool = False) -> None:
        """To be called once logged in. Raises `StorageUnavailable`."""
        told = await self._meta.get(self._key) or ""
        before = int(told.partition(":")[0] or 0)
        if before and before != self._guild_id:
            if not await self._tell(before):
                return
            await self._meta.set(self._key, "")
        if self._guild_id is None:
            return
        current = f"{self._guild_id}:{await fingerprint(self._tree, discord.Object(self._guild_id))}"
        if (force or told != current) and await self._tell(self._guild_id):
            await self._meta.set(self._key, current)
            log.info("the operator's commands are on server %d", self._guild_id)

    async def joined(self, guild_id: int) -> None:
        """The bot is new on that server: if it is the operator's, the commands belong there."""
        if guild_id == self._guild_id:
            await self._sync_later(force=True)

    async def connected(self, guild_ids: Collection[int]) -> None:
        """The bot is on these servers: what could not be told at login is told now."""
        if self._guild_id in guild_ids:
            await self._sync_later(force=False)

    async def _sync_later(self, *, force: bool) -> None:
        try:
            await self.sync(force=force)
        except StorageUnavailable as error:
            log.error("could not note what the operator's server was told: %s", error.cause)

    async def _tell(self, guild_id: int) -> bool:
        """False where it has to be tried again at the next start."""
        try:
            await self._tree.sync(guild=discord.Object(guild_id))
        except discord.Forbidden:
            if guild_id != self._guild_id:
                return True
            log.error("the bot is not on server %d, which OPERATOR_GUILD_ID names: invite it", guild_id)
            return False
        except discord.HTTPException as error:
            log.error("Discord did not take the operator's commands: %s", brief(error))
            return False
        return True

    @property
    def _key(self) -> str:
        return f"operators-commands-synced:{self._tree.client.application_id}"
