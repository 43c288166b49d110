"""A sample contest: twelve members enter and vote by themselves, through Discord like everybody else."""

import asyncio
import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from playground.discord import ClientRefused, Discord, Guild, Person, User
from playground.discord.permissions import Permissions

Json: TypeAlias = dict[str, Any]

log = logging.getLogger("playground")

NAMES = (
    "aspen",
    "birch",
    "cedar",
    "clover",
    "dahlia",
    "fern",
    "iris",
    "laurel",
    "maple",
    "olive",
    "poppy",
    "sorrel",
)
PROMPTS = (
    "a lighthouse in a thunderstorm",
    "a lighthouse made of glass",
    "a lighthouse at the edge of a cornfield",
    "a tiny lighthouse on a snail's shell",
    "a lighthouse under the northern lights",
    "a lighthouse keeper's cat at the window",
    "a lighthouse in the fog, in watercolour",
    "a lighthouse on the moon",
    "a lighthouse overgrown with roses",
    "a lighthouse built from old books",
    "a lighthouse in a snow globe",
    "a lighthouse at low tide, seen from above",
)
TITLE, THEME = "Sample contest", "A lighthouse in any weather"
SINCE = datetime(2021, 6, 1, 12, tzinfo=UTC)
PHASE_SECONDS = 60  # the shortest that the bot accepts
SLACK_SECONDS = 15  # time to create the contest, so that its first phase still has a full minute
ANSWER_SECONDS = 30.0
BUTTON = 2  # the type of a component


class SampleContest:
    """At most one runs at a time. `state` is what the panel shows about it."""

    def __init__(self, discord: Discord) -> None:
        self._discord = discord
        self._running: asyncio.Task[None] | None = None
        self._host: Person | None = None
        self._channel = 0
        self.state = "idle"
        self.detail = ""

    def start(self) -> None:
        """Raises `ClientRefused` while one is running, or if nobody can host it."""
        if self._running is not None and not self._running.done():
            raise ClientRefused("A sample contest is running already.")
        guild = self._discord.guilds[0]
        host = next((user for user in _people(guild) if _manages(guild, user)), guild.owner)
        self._host = self._discord.person(host, guild)
        self._channel = next(channel.id for channel in guild.channels.values() if channel.type == 0)
        self._running = asyncio.create_task(self._run(guild))

    async def end_phase(self) -> None:
        """The host ends the current phase. Raises `ClientRefused` if no sample contest is running."""
        if self._host is None or self.state not in {"open", "voting"}:
            raise ClientRefused("No sample contest is running.")
        await (await self._host.slash(self._channel, "contest close")).answered()

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def _run(self, guild: Guild) -> None:
        try:
            await self._play(self._crowd(guild))
        except (ClientRefused, TimeoutError, StopIteration) as error:
            log.warning("the sample contest stopped: %r", error)
            self._show("stopped", str(error) or "Easel didn't answer. Is it running?")

    async def _play(self, crowd: Sequence[Person]) -> None:
        assert self._host is not None
        self._show("starting", f"{self._host.user.display_name} is preparing it.")
        announced = await self._create(self._host)
        self._show("open", "Twelve members are making pictures. Take part with Enter.")
        entering = [
            asyncio.create_task(self._enter(who, announced, prompt, wait))
            for wait, (who, prompt) in enumerate(zip(crowd, PROMPTS, strict=True))
        ]
        await self._seen(self._host, announced["id"], _has("contest:vote:"), PHASE_SECONDS * 3)
        for task in entering:
            task.cancel()  # too late for the remaining members
        await asyncio.gather(*entering, return_exceptions=True)
        self._show("voting", "The members are voting. Take part with Vote.")
        voting = [
            asyncio.create_task(self._vote(who, announced["id"], wait)) for wait, who in enumerate(crowd)
        ]
        await self._seen(
            self._host,
            announced["id"],
            lambda message: not _has("contest:vote:")(message) and not _has("contest:join:")(message),
            PHASE_SECONDS * 3,
        )
        for task in voting:
            task.cancel()
        await asyncio.gather(*voting, return_exceptions=True)
        self._show("over", "It's over. The results are in the channel.")

    async def _create(self, host: Person) -> Json:
        known = {message["id"] for message in host.messages(self._channel)}
        closes = int(time.time()) + PHASE_SECONDS + SLACK_SECONDS
        invocation = await host.slash(
            self._channel,
            "contest create",
            title=TITLE,
            theme=THEME,
            entries_until=f"<t:{closes}>",
            votes_until=f"<t:{closes + PHASE_SECONDS}>",
            prize_1="630k",
            prize_2="315k",
            prize_3="126k",
            quorum=3,
            host_may_take_part=True,
        )
        await invocation.answered()
        preview = await host.wait_for(
            lambda message: message["id"] not in known and _has("contest:create:")(message), ANSWER_SECONDS
        )
        await (await host.press(preview["id"], _find(preview, "contest:create:"))).answered()
        return await host.wait_for(
            lambda message: message["id"] not in known and _has("contest:join:")(message), ANSWER_SECONDS
        )

    async def _enter(self, who: Person, announced: Json, prompt: str, wait: float) -> None:
        await asyncio.sleep(wait)
        await (await who.press(announced["id"], _find(announced, "contest:join:"))).answered()
        known = {message["id"] for message in who.messages(self._channel)}
        modal = who.modals[-1]
        await (await who.submit(modal, {"prompt": prompt})).answered()
        picture = await who.wait_for(
            lambda message: message["id"] not in known and _has("contest:offer:")(message), PHASE_SECONDS
        )
        await (await who.press(picture["id"], _find(picture, "contest:offer:"))).answered()

    async def _vote(self, who: Person, announced_id: str, wait: float) -> None:
        await asyncio.sleep(wait)
        announced = _message(who, self._channel, announced_id)
        known = {message["id"] for message in who.messages(self._channel)}
        await (await who.press(announced_id, _find(announced, "contest:vote:"))).answered()
        page = await who.wait_for(
            lambda message: message["id"] not in known and _has("contest:turn:")(message), ANSWER_SECONDS
        )
        taste = random.Random(who.user.name)
        for _ in range(len(NAMES)):
            page = await self._on_page(who, page["id"], taste)

    async def _on_page(self, who: Person, page_id: str, taste: random.Random) -> Json:
        """Picks from this page, or doesn't, and goes to the next one."""
        page = _message(who, self._channel, page_id)
        await asyncio.sleep(0.5 + taste.random())
        can_pick = _has("contest:pick:")(page)
        if can_pick and taste.random() < 0.4:
            page = await self._pressed(who, page, "contest:pick:")
            await asyncio.sleep(taste.random())
        return await self._pressed(who, page, ".on")

    async def _pressed(self, who: Person, page: Json, button: str) -> Json:
        async with who.subscribe() as events, asyncio.timeout(ANSWER_SECONDS):
            await (await who.press(page["id"], _find(page, button))).answered()
            async for event in events:
                if event["type"] == "MESSAGE_UPDATE" and event["message"]["id"] == page["id"]:
                    return _message(who, self._channel, page["id"])
        raise AssertionError("a subscription never ends by itself")

    async def _seen(
        self, who: Person, message_id: str, predicate: Callable[[Json], bool], seconds: float
    ) -> None:
        await who.wait_for(lambda message: message["id"] == message_id and predicate(message), seconds)

    def _crowd(self, guild: Guild) -> list[Person]:
        """The twelve, added to the server the first time."""
        here = {user.name: user for user in _people(guild)}
        for days, name in enumerate(NAMES):
            if name not in here:
                since = SINCE + timedelta(days=days)
                user = self._discord.add_user(name, created_at=since)
                self._discord.add_member(guild, user, joined_at=since + timedelta(days=30))
                here[name] = user
        return [self._discord.person(here[name], guild) for name in NAMES]

    def _show(self, state: str, detail: str) -> None:
        self.state, self.detail = state, detail


def _people(guild: Guild) -> list[User]:
    return [member.user for member in guild.members.values() if not member.user.bot]


def _manages(guild: Guild, user: User) -> bool:
    held = (guild.roles[role_id].permissions for role_id in guild.members[user.id].roles)
    return any(permissions & Permissions.MANAGE_GUILD for permissions in held)


def _message(who: Person, channel: int, message_id: str) -> Json:
    return next(each for each in who.messages(channel) if each["id"] == message_id)


def _buttons(components: Sequence[Json]) -> Iterator[Json]:
    for component in components:
        if component["type"] == BUTTON:
            yield component
        yield from _buttons(component.get("components") or [])


def _has(part: str) -> Callable[[Json], bool]:
    """Whether a message has an enabled button with that in its custom_id."""
    return lambda message: any(
        part in button.get("custom_id", "") and not button.get("disabled")
        for button in _buttons(message.get("components") or [])
    )


def _find(message: Json, part: str) -> str:
    found: str = next(
        button["custom_id"]
        for button in _buttons(message["components"])
        if part in button.get("custom_id", "") and not button.get("disabled")
    )
    return found
