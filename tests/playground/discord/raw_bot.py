"""A bot that speaks the protocol itself, to send and read what no library would."""

import asyncio
import json
from typing import Any

import aiohttp

from playground.discord import Discord


class RawBot:
    """Keeps incoming events. `event` waits for the next one with a name."""

    def __init__(self, session: aiohttp.ClientSession, discord: Discord) -> None:
        self._session = session
        self._discord = discord
        self.events: asyncio.Queue[Any] = asyncio.Queue()

    async def run(self, intents: int = 1) -> None:
        url = self._discord.base_url.replace("http", "ws", 1) + "/gateway?v=10&encoding=json"
        identify = {"token": self._discord.bot_token, "intents": intents, "properties": {}}
        async with self._session.ws_connect(url) as socket:
            await socket.receive_json()
            await socket.send_json({"op": 2, "d": identify})
            async for message in socket:
                await self.events.put(json.loads(message.data))

    async def event(self, name: str) -> Any:
        async with asyncio.timeout(10):
            while True:
                payload = await self.events.get()
                if payload.get("t") == name:
                    return payload["d"]
