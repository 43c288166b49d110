"""The application's global commands and guild commands.

Source: `developers/interactions/application-commands.mdx`, Registering a Command and Endpoints.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from playground.discord.access import effective_permissions
from playground.discord.command_forms import CHAT_INPUT, MESSAGE, USER, check_command, checked_command
from playground.discord.errors import refusal
from playground.discord.events import Events
from playground.discord.forms import Problems
from playground.discord.guilds import Channel
from playground.discord.permissions import Permissions
from playground.discord.users import Json, User
from playground.discord.world import World

MOST_COMMANDS = {CHAT_INPUT: 100, USER: 15, MESSAGE: 15}
CREATES_A_DAY = 200
DAY_SECONDS = 24 * 3600

Scope: TypeAlias = int | None
"""A guild's id, or None for global commands."""


class Commands:
    """Keeps command objects as Discord returns them. A command keeps its id while its name and type do."""

    def __init__(self, world: World, events: Events, file: Path | None = None) -> None:
        """`file` holds the commands of an earlier playground. Every change is saved to it."""
        self._world = world
        self._events = events
        self._file = file
        self._commands: dict[Scope, dict[int, Json]] = {}
        self._creates: dict[Scope, list[float]] = {}
        if file is not None and file.exists():
            self._load(json.loads(file.read_text()))

    def _load(self, commands: list[Json]) -> None:
        """Loads only this application's commands, since the file may hold another bot's."""
        for command in commands:
            if command["application_id"] == str(self._world.application.id):
                scope = int(command["guild_id"]) if "guild_id" in command else None
                self._commands.setdefault(scope, {})[int(command["id"])] = command

    def _changed(self) -> None:
        self._events.to_everybody({"type": "COMMANDS"})
        if self._file is not None:
            every = [command for scope in self._commands.values() for command in scope.values()]
            fresh = self._file.with_suffix(".new")
            fresh.write_text(json.dumps(every))
            fresh.replace(self._file)

    def all(self, scope: Scope) -> list[Json]:
        return list(self._commands.get(scope, {}).values())

    def get(self, scope: Scope, command_id: int) -> Json:
        """Raises 10063."""
        command = self._commands.get(scope, {}).get(command_id)
        if command is None:
            raise refusal(10063)
        return command

    def overwrite(self, scope: Scope, bodies: object) -> list[Json]:
        """Replaces every command of the scope. Raises 50035, 30032 and 30034 without changing anything."""
        problems = Problems()
        if not isinstance(bodies, list):
            problems.add((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            bodies = []
        forms = [check_command(body, (index,), problems) for index, body in enumerate(bodies)]
        seen: set[tuple[int, str]] = set()
        for index, form in enumerate(forms):
            key = form.get("type", 0), form.get("name", "")
            if key in seen:
                problems.add(
                    (index, "name"),
                    "APPLICATION_COMMANDS_DUPLICATE_NAME",
                    "Application command names must be unique",
                )
            seen.add(key)
        problems.raise_if_any()
        self._check_counts(forms)
        kept = [self._complete(scope, form) for form in forms]
        self._count_creates(scope, kept)
        self._commands[scope] = {int(command["id"]): command for command in kept}
        self._changed()
        return kept

    def upsert(self, scope: Scope, body: object) -> tuple[Json, bool]:
        """Returns the command and whether it's new. One with the same name and type is overwritten."""
        form = checked_command(body)
        existing = self._find(scope, form["type"], form["name"])
        if existing is None:
            self._check_counts([*self.all(scope), form])
        command = self._complete(scope, form)
        self._count_creates(scope, [command])
        self._keep(scope, command)
        return command, existing is None

    def patch(self, scope: Scope, command_id: int, body: object) -> Json:
        """Changes the given fields. Raises 10063, 50035."""
        command = self.get(scope, command_id)
        changes = body if isinstance(body, dict) else {}
        form = checked_command(command | changes | {"id": command["id"], "type": command["type"]})
        patched = self._complete(scope, form, command)
        self._keep(scope, patched)
        return patched

    def delete(self, scope: Scope, command_id: int) -> None:
        """Raises 10063."""
        self.get(scope, command_id)
        del self._commands[scope][command_id]
        self._changed()

    def forget(self, guild_id: int) -> None:
        """Deletes the guild's commands after the bot has left it."""
        if self._commands.pop(guild_id, None) is not None:
            self._changed()

    def offered(self, channel: Channel, user: User) -> Sequence[Json]:
        """The commands this user sees there, filtered by scope, context, age restriction and permissions.

        A guild's command hides a global one of the same name and type. An archived thread has none.
        """
        if channel.thread and channel.thread.archived:
            return []
        permissions = effective_permissions(channel, user)
        if not permissions & Permissions.USE_APPLICATION_COMMANDS:
            return []
        guild = channel.guild
        context = 1 if guild is None else 0
        found = {(command["type"], command["name"]): command for command in self.all(None)}
        if guild is not None:
            if self._world.bot.id not in guild.members:
                return []
            found |= {(command["type"], command["name"]): command for command in self.all(guild.id)}
        return [
            command
            for command in found.values()
            if command["contexts"] is None or "guild_id" in command or context in command["contexts"]
            if not command["nsfw"] or _may_use_age_restricted(channel, user)
            if guild is None or _permitted(command, permissions)
        ]

    def _complete(self, scope: Scope, form: Json, existing: Json | None = None) -> Json:
        """The command object. `version` changes whenever the command does."""
        world = self._world
        existing = existing or self._find(scope, form["type"], form["name"])
        given = form.get("default_member_permissions")
        command: Json = {
            "id": existing["id"] if existing else str(world.ids.next()),
            "application_id": str(world.application.id),
            "type": form["type"],
            "name": form["name"],
            "name_localizations": form.get("name_localizations"),
            "description": form.get("description") or "",
            "description_localizations": form.get("description_localizations"),
            "default_member_permissions": None if given is None else str(given),
            "nsfw": bool(form.get("nsfw")),
        }
        if form.get("options"):
            command["options"] = [_without_nulls(option) for option in form["options"]]
        if scope is None:
            contexts = form.get("contexts")
            command["contexts"] = [0] if contexts is None and form.get("dm_permission") is False else contexts
            command["integration_types"] = form.get("integration_types") or [0]
            command["dm_permission"] = command["contexts"] is None or 1 in command["contexts"]
        else:
            command |= {"contexts": None, "guild_id": str(scope)}
        unchanged = existing and {k: v for k, v in existing.items() if k != "version"} == command
        command["version"] = existing["version"] if existing and unchanged else str(world.ids.next())
        return command

    def _keep(self, scope: Scope, command: Json) -> None:
        self._commands.setdefault(scope, {})[int(command["id"])] = command
        self._changed()

    def _find(self, scope: Scope, kind: int, name: str) -> Json | None:
        matches = (each for each in self.all(scope) if each["type"] == kind and each["name"] == name)
        return next(matches, None)

    def _check_counts(self, commands: list[Json]) -> None:
        for kind, most in MOST_COMMANDS.items():
            if sum(command["type"] == kind for command in commands) > most:
                raise refusal(30032)

    def _count_creates(self, scope: Scope, commands: list[Json]) -> None:
        now = self._world.clock()
        new = sum(int(command["id"]) not in self._commands.get(scope, {}) for command in commands)
        today = [at for at in self._creates.get(scope, []) if at > now - DAY_SECONDS]
        if len(today) + new > CREATES_A_DAY:
            raise refusal(30034)
        self._creates[scope] = today + [now] * new


def _may_use_age_restricted(channel: Channel, user: User) -> bool:
    """`interactions/application-commands.mdx`, Using Age-Restricted Commands."""
    return user.adult and (channel.age_restricted if channel.guild else user.age_restricted_dms)


def _permitted(command: Json, permissions: Permissions) -> bool:
    if permissions & Permissions.ADMINISTRATOR or command["default_member_permissions"] is None:
        return True
    needed = int(command["default_member_permissions"])
    return needed != 0 and permissions & needed == needed


def _without_nulls(option: Json) -> Json:
    kept = {name: value for name, value in option.items() if value is not None}
    for name in ("options", "choices"):
        if name in kept:
            kept[name] = [_without_nulls(child) for child in kept[name]]
    return kept
