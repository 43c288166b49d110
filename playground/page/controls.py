"""The playground's own controls, in the panel beside the channel."""

from collections.abc import Awaitable, Callable
from itertools import groupby
from typing import Any, TypeAlias

from playground.bot_process import BotProcess
from playground.discord import Discord
from playground.image_api import Fault, ImageApi
from playground.page.availability import Availability
from playground.page.discord_faults import CHOICES, GROUPS, arm, described
from playground.page.requests import newest_requests
from playground.page.sample_contest import SampleContest
from playground.page.troubles import NO_TROUBLE, TROUBLES, Troubles

Json: TypeAlias = dict[str, Any]

REQUESTS_SHOWN = 8
MOST_TIMES = 99
SLOWEST_SECONDS = 60.0
STOP_SECONDS = 10.0  # how long a restart waits before it kills the bot
FAULTS = {fault.value: fault for fault in Fault}
IMAGE_FAULTS = [
    {"id": fault.value, "group": fault.group.value, "title": fault.title, "description": fault.description}
    for fault in Fault
]


class Controls:
    """`bot` returns the bot's process, or None if you run the bot yourself.

    `availability` reads the log of a bot that the playground runs.
    """

    def __init__(self, discord: Discord, image_api: ImageApi, bot: Callable[[], BotProcess | None]) -> None:
        self._discord = discord
        self._image_api = image_api
        self._bot = bot
        self._troubles = Troubles(image_api)
        self.availability = Availability()
        self.sample = SampleContest(discord)
        self._seen_connected: int | None = 0  # the process that has connected at least once
        self._actions: dict[str, Callable[[Json], Awaitable[None]]] = {
            "bot": self._run_bot,
            "trouble": self._switch_trouble,
            "image_fault": self._arm_image_fault,
            "clear_image_faults": self._clear_image_faults,
            "latency": self._set_latency,
            "gateway": self._break_gateway,
            "discord_fault": self._arm_discord_fault,
            "clear_discord_faults": self._clear_discord_faults,
            "sample_contest": self._run_sample,
        }

    async def do(self, action: str, asked: Json) -> None:
        """Raises KeyError, TypeError or ValueError for anything that isn't on the panel."""
        await self._actions[action](asked)

    def snapshot(self) -> Json:
        """Everything the panel shows, as JSON."""
        api, discord = self._image_api, self._discord
        faults = [(fault.title, len(list(run))) for fault, run in groupby(api.faults.pending)]
        return {
            "bot": self._bot_state(),
            "unavailable": {
                "reason": self.availability.reason,
                "next_try_at": self.availability.next_try_at,
            },
            "trouble": {
                "current": self._troubles.current,
                "none": NO_TROUBLE,
                "choices": [
                    {"id": each.id, "title": each.title, "description": each.description} for each in TROUBLES
                ],
            },
            "sample": {"state": self.sample.state, "detail": self.sample.detail},
            "image_api": {
                "faults": IMAGE_FAULTS,
                "pending": [{"title": title, "left": left} for title, left in faults],
                "latency_seconds": api.latency_seconds,
                "balance_usd": api.balance_usd,
                "requests": newest_requests(api, REQUESTS_SHOWN),
            },
            "discord": {
                "faults": [
                    {"id": each.id, "group": GROUPS[each.route], "title": each.title} for each in CHOICES
                ],
                "pending": [
                    {"title": described(fault), "left": fault.left} for fault in discord.faults.pending
                ],
            },
        }

    def _bot_state(self) -> Json:
        """`ours` is whether the playground runs the bot, and so can stop and start it."""
        bot, connected = self._bot(), self._discord.connected
        if bot is None:
            return {"ours": False, "state": "connected" if connected else "absent"}
        if bot.ending is not None:
            return {"ours": True, "state": "stopped", "detail": f"It {bot.ending}."}
        if connected:
            self._seen_connected = bot.pid
        state = "disconnected" if self._seen_connected == bot.pid else "starting"
        if bot.stopping:
            state = "stopping"
        elif connected:
            state = "connected"
        return {"ours": True, "state": state, "detail": f"Process {bot.pid}"}

    async def _run_bot(self, asked: Json) -> None:
        bot = self._bot()
        if bot is None:
            raise KeyError("bot")
        if asked["do"] == "start":
            await bot.start()
        elif asked["do"] == "restart":
            await bot.stop(STOP_SECONDS)
            await bot.start()
        else:
            {"stop": bot.terminate, "kill": bot.kill}[asked["do"]]()

    async def _run_sample(self, asked: Json) -> None:
        if asked["do"] == "start":
            self.sample.start()
        else:
            await self.sample.end_phase()

    async def _switch_trouble(self, asked: Json) -> None:
        self._troubles.switch(asked["trouble"])

    async def _arm_image_fault(self, asked: Json) -> None:
        self._image_api.faults.next(FAULTS[asked["fault"]], times=_times(asked))

    async def _clear_image_faults(self, _asked: Json) -> None:
        self._image_api.faults.clear()
        self._troubles.keep_up()

    async def _set_latency(self, asked: Json) -> None:
        self._image_api.latency_seconds = min(SLOWEST_SECONDS, max(0.0, float(asked["seconds"])))

    async def _break_gateway(self, asked: Json) -> None:
        faults = self._discord.faults
        ways: dict[str, Callable[[], Awaitable[None]]] = {
            "drop": faults.drop,
            "invalidate": faults.invalidate_session,
            "reconnect": faults.reconnect,
        }
        await ways[asked["do"]]()

    async def _arm_discord_fault(self, asked: Json) -> None:
        arm(self._discord, asked["fault"], _times(asked))

    async def _clear_discord_faults(self, _asked: Json) -> None:
        self._discord.faults.clear()


def _times(asked: Json) -> int:
    return min(MOST_TIMES, max(1, int(asked["times"])))
