"""Registers the commands with Discord, but only if they changed."""

import hashlib
import json
import logging
from collections.abc import Collection, Sequence
from typing import Any, Protocol

import discord
from discord import app_commands

from bot.errors import StorageUnavailable
from cogs.errors.brief import brief

log = logging.getLogger(__name__)

SLASH = discord.AppCommandType.chat_input

CommandIds = dict[str, int]  # of top-level commands, by name


class Meta(Protocol):
    """Small values that survive a restart, by key. Both methods raise `StorageUnavailable`."""

    async def get(self, key: str) -> str | None: ...

    async def set(self, key: str, value: str) -> None: ...


async def surface(
    tree: app_commands.CommandTree[Any], guild: discord.abc.Snowflake | None = None
) -> list[dict[str, Any]]:
    """Every command exactly as Discord gets it, in an order that doesn't depend on loading.

    Either the global ones, or those of one server. Includes all languages once the tree has a translator.
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
    tree: app_commands.CommandTree[Any], meta: Meta, ids: CommandIds, *, force: bool = False
) -> bool:
    """Sends the commands to Discord if they differ from the last ones sent, or if forced.

    True if they were sent. Either way, `ids` gets the commands' IDs, which mentions of commands need.

    The client has to be logged in. Raises discord.py's `CommandSyncFailure` (a bug: Discord doesn't accept a
    command) or `HTTPException`. The next start tries again.
    """
    key = f"commands-synced:{tree.client.application_id}"
    ids_key = _ids_key(tree.client.application_id)
    current = await fingerprint(tree)
    known = await meta.get(ids_key)
    if not force and known is not None and await meta.get(key) == current:
        ids.update(json.loads(known))
        return False
    commands = await tree.sync()
    found = _ids(commands)
    ids.update(found)
    await meta.set(ids_key, json.dumps(found))
    await meta.set(key, current)
    log.info("registered %d commands with Discord", len(commands))
    return True


async def known_ids(meta: Meta, application_id: int) -> CommandIds:
    """The commands' IDs, as `sync_commands` kept them. Empty before the first time."""
    known = await meta.get(_ids_key(application_id))
    return {} if known is None else dict(json.loads(known))


def _ids_key(application_id: int | None) -> str:
    return f"command-ids:{application_id}"


class OperatorsCommands:
    """Keeps the owner's commands on the owner's server, and only there.

    The commands of each server are stored, so that they're removed from a server that's no longer the
    owner's. A server that removed the bot has lost them anyway. The bot works without them, so failures here
    don't stop it.
    """

    def __init__(
        self, tree: app_commands.CommandTree[Any], meta: Meta, guild_id: int | None, ids: CommandIds
    ) -> None:
        """`guild_id` is the owner's server, or None. `ids` gets the commands' IDs."""
        self._tree = tree
        self._meta = meta
        self._guild_id = guild_id
        self._command_ids = ids

    async def sync(self, *, force: bool = False) -> None:
        """Call it once logged in. Raises `StorageUnavailable`."""
        told = await self._meta.get(self._key) or ""
        before = int(told.partition(":")[0] or 0)
        if before and before != self._guild_id:
            if await self._tell(before) is None:
                return
            await self._meta.set(self._key, "")
        if self._guild_id is None:
            return
        current = f"{self._guild_id}:{await fingerprint(self._tree, discord.Object(self._guild_id))}"
        known = await self._meta.get(self._ids_key)
        if not force and known is not None and told == current:
            self._command_ids.update(json.loads(known))
            return
        found = await self._tell(self._guild_id)
        if found is not None:
            self._command_ids.update(found)
            await self._meta.set(self._ids_key, json.dumps(found))
            await self._meta.set(self._key, current)
            log.info("registered the owner's commands on server %d", self._guild_id)

    async def joined(self, guild_id: int) -> None:
        """The bot was added to a server. If it's the owner's, it gets the commands."""
        if guild_id == self._guild_id:
            await self._sync_later(force=True)

    async def connected(self, guild_ids: Collection[int]) -> None:
        """The bot is on these servers. Registers the owner's commands if that failed at login."""
        if self._guild_id in guild_ids:
            await self._sync_later(force=False)

    async def _sync_later(self, *, force: bool) -> None:
        try:
            await self.sync(force=force)
        except StorageUnavailable as error:
            log.error("couldn't save which commands are on the owner's server: %s", error.cause)

    async def _tell(self, guild_id: int) -> CommandIds | None:
        """The commands' IDs. None if the next start has to try again."""
        try:
            return _ids(await self._tree.sync(guild=discord.Object(guild_id)))
        except discord.Forbidden:
            if guild_id != self._guild_id:
                return {}
            log.error("the bot isn't on server %d, which OPERATOR_GUILD_ID names, so invite it", guild_id)
        except discord.HTTPException as error:
            log.error("Discord didn't accept the owner's commands: %s", brief(error))
        return None

    @property
    def _key(self) -> str:
        return f"operators-commands-synced:{self._tree.client.application_id}"

    @property
    def _ids_key(self) -> str:
        return f"operators-command-ids:{self._tree.client.application_id}"


def _ids(commands: Sequence[app_commands.AppCommand]) -> CommandIds:
    return {command.name: command.id for command in commands if command.type is SLASH}
