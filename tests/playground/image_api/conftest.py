"""An image API on a real port, a clock that only the test moves, and a client that keeps its answers."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from playground.image_api import ImageApi, LogRow

MODEL = "blackforestlabs/flux-2-pro"
EDIT_MODEL = "blackforestlabs/flux-2-pro-edit"
KEY = "a-key-of-the-test"
PRICE = 63_000


class Clock:
    """Seconds since the epoch. It only moves when told to."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.25

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Any
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def picture_url(self) -> str:
        """Raises LookupError, TypeError or ValueError if the answer has none."""
        url = self.json["data"][0]["url"]
        if not isinstance(url, str):
            raise TypeError(f"no URL, but {url!r}")
        return url


@dataclass(frozen=True)
class Client:
    """Speaks to the API like a bot, with the key unless `key` says otherwise."""

    api: ImageApi
    url: str
    session: aiohttp.ClientSession
    clock: Clock

    async def ask(self, method: str, path: str, *, key: str | None = KEY, **options: Any) -> Answer:
        headers = options.pop("headers", {})
        if key is not None:
            headers = {"Authorization": f"Bearer {key}", **headers}
        async with self.session.request(method, self.url + path, headers=headers, **options) as answer:
            return Answer(answer.status, answer.headers, await answer.read())

    async def generate(self, body: Any = None, *, key: str | None = KEY, **headers: str) -> Answer:
        """POSTs the body, or a plain one. Header names have `_` for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"model": MODEL, "prompt": "a quiet lake"} if body is None else body
        return await self.ask("POST", "/v1/images/generations", key=key, json=sent, headers=named)

    async def generate_with(self, **fields: Any) -> Answer:
        """POSTs a plain body with these fields added or replaced."""
        return await self.generate({"model": MODEL, "prompt": "a quiet lake", **fields})

    async def log(self, **parameters: Any) -> Answer:
        return await self.ask("GET", "/v2/logs", params=parameters or {"period": "24h"})

    async def log_rows(self) -> list[LogRow]:
        answer = await self.log()
        assert answer.status == 200
        rows: list[LogRow] = answer.json["data"]
        return rows

    async def fetch(self, url: str) -> Answer:
        async with self.session.get(url, allow_redirects=False) as answer:
            return Answer(answer.status, answer.headers, await answer.read())


@asynccontextmanager
async def served(api: ImageApi, clock: Clock, limit_bytes: int = 2**20) -> AsyncIterator[Client]:
    """The API on a free port of this machine, in an application with that request limit."""
    app = web.Application(client_max_size=limit_bytes)
    api.add_routes(app)
    runner = web.AppRunner(app, shutdown_timeout=60, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/image-api"
    connector = aiohttp.TCPConnector(limit=0)
    try:
        async with aiohttp.ClientSession(connector=connector) as session:
            yield Client(api, url, session, clock)
    finally:
        async with asyncio.timeout(30):
            await runner.cleanup()


async def until(condition: Callable[[], object]) -> None:
    """Returns once the condition is true."""
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.005)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """An API that answers and logs at once, and draws plain pictures."""
    clock = Clock()
    api = ImageApi(key=KEY, latency_seconds=0, drawing="fast", clock=clock)
    api.behaviour.log_delay_seconds = 0
    async with served(api, clock) as client:
        yield client
