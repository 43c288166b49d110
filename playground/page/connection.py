"""One open page: its member, its requests and its updates.

The page sends `{"number", "action", "parameters"}`. It gets `{"number", "answer"}`, or `{"number",
"refused"}` with a sentence for its reader. Updates that it didn't ask for are `{"push": {"type", …}}`.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Coroutine
from typing import Any, TypeAlias

from aiohttp import WSMsgType, web

from playground.discord import ClientRefused, Discord, Guild, Person, User
from playground.page.actions import ACTIONS
from playground.page.controls import Controls
from playground.page.uploads import Uploads
from playground.page.view import commands_view, event_view, in_order, person_view

Json: TypeAlias = dict[str, Any]

FAILED = "The playground itself failed. Its terminal says why."

log = logging.getLogger("playground")


class Connection:
    """Serves one page until its socket closes."""

    def __init__(
        self, socket: web.WebSocketResponse, discord: Discord, controls: Controls, uploads: Uploads
    ) -> None:
        self._socket = socket
        self._discord = discord
        self._controls = controls
        self._uploads = uploads
        self._person: Person | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._running: set[asyncio.Task[None]] = set()

    async def serve(self) -> None:
        try:
            async for message in self._socket:
                if message.type is not WSMsgType.TEXT:
                    continue
                frame = json.loads(message.data)
                if frame["action"] == "look":
                    await self._answer(frame)  # before any request about the new view
                else:
                    self._spawn(self._answer(frame))
        finally:
            for task in (*self._running, *filter(None, (self._watcher,))):
                task.cancel()

    async def push(self, push: Json) -> None:
        await self._send({"push": push})

    async def close(self) -> None:
        await self._socket.close()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _send(self, frame: Json) -> None:
        # A page can close at any moment. Nobody misses the frame then.
        with contextlib.suppress(ConnectionError):
            await self._socket.send_str(json.dumps(frame))

    async def _answer(self, frame: Json) -> None:
        outcome: Json
        try:
            outcome = {"answer": await self._do(frame["action"], frame["parameters"])}
        except ClientRefused as refused:
            outcome = {"refused": str(refused)}
        except Exception:  # the page must hear of it, and the terminal shows the cause
            log.exception("the page's request %r failed", frame["action"])
            outcome = {"refused": FAILED}
        await self._send({"number": frame["number"], **outcome})

    async def _do(self, action: str, parameters: Json) -> Json:
        if action == "look":
            return await self._look(parameters["guild"], parameters["user"])
        if action in ACTIONS:
            if self._person is None:
                raise KeyError(action)
            return await ACTIONS[action](self._person, self._uploads, parameters)
        await self._controls.do(action, parameters)
        return {}

    async def _look(self, guild_id: str | None, user_id: str | None) -> Json:
        """Switches to a member of a server: the requested one if possible, else its first member."""
        if self._watcher is not None:
            self._watcher.cancel()
        guild = self._guild(guild_id)
        self._person = self._discord.person(self._member(guild, user_id), guild)
        subscribed = asyncio.Event()
        self._watcher = asyncio.create_task(self._watch(self._person, subscribed))
        await subscribed.wait()
        return person_view(self._discord, self._person)

    def _guild(self, guild_id: str | None) -> Guild:
        guilds = self._discord.guilds
        return next((guild for guild in guilds if str(guild.id) == guild_id), guilds[0])

    def _member(self, guild: Guild, user_id: str | None) -> User:
        people = [member.user for member in in_order(guild) if not member.user.bot]
        return next((user for user in people if str(user.id) == user_id), people[0])

    async def _watch(self, person: Person, subscribed: asyncio.Event) -> None:
        async with person.subscribe() as events:
            subscribed.set()
            async for event in events:
                await self.push(self._pushed(person, event))

    def _pushed(self, person: Person, event: Json) -> Json:
        if event["type"] == "COMMANDS":
            return {"type": "COMMANDS", "commands": commands_view(person)}
        if event["type"] == "GUILD":
            return {"type": "VIEW", "view": person_view(self._discord, person)}
        return event_view(event)
