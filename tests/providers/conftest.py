import io
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import web
from hypothesis import HealthCheck, settings
from PIL import Image

from bot.generation.models import PictureFormat, Size
from bot.generation.request import ImageRequest
from bot.pictures import PillowPictures
from bot.pictures.metadata import labelled
from bot.providers.aimlapi import AimlApi, Timeouts
from playground.image_api import ImageApi
from tests.providers.scripted import ScriptedApi, scripted_api

KEY = "sk-test-0123456789abcdef"
REQUEST = ImageRequest("a lighthouse", Size(1472, 512), seed=7)

# Short pauses between attempts. The other timeouts are as generous as in production.
QUICK = Timeouts(pause_seconds=0.001)

# How long an example takes only says how busy the machine is.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

Open = Callable[..., Any]


@pytest.fixture
async def api() -> AsyncIterator[ScriptedApi]:
    async with scripted_api() as server:
        yield server


@pytest.fixture
async def connect() -> AsyncIterator[Open]:
    """`await connect(url)` returns an open `AimlApi`, closed after the test."""
    async with AsyncExitStack() as stack:
        pictures = await stack.enter_async_context(PillowPictures(threads=1))

        async def opened(url: str, **options: Any) -> AimlApi:
            options.setdefault("timeouts", QUICK)
            return await stack.enter_async_context(AimlApi(url, KEY, pictures, **options))

        yield opened


@dataclass
class Running:
    api: ImageApi
    url: str


@pytest.fixture
async def playground() -> AsyncIterator[Running]:
    api = ImageApi(key=KEY, latency_seconds=0, drawing="fast")
    api.behaviour.log_delay_seconds = 0
    api.behaviour.slow_seconds = 0.2
    app = web.Application()
    api.add_routes(app)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield Running(api, f"http://127.0.0.1:{runner.addresses[0][1]}/image-api")
    finally:
        await runner.cleanup()


def picture_bytes(format: PictureFormat = PictureFormat.PNG, size: tuple[int, int] = (64, 48)) -> bytes:  # noqa: A002
    """A picture with a label, so that it comes out unchanged."""
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(buffer, format.value)
    return labelled(buffer.getvalue(), format, Size(*size))
