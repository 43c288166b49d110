"""Serves `/metrics`, `/healthz` and `/readyz`, separately from anything public."""

from collections.abc import Callable, Sequence
from typing import Self

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder


class TelemetryServer:
    """Use it as `async with`. Entering raises OSError if the address can't be used.

    `/metrics` is for Prometheus. `/healthz` answers as long as the event loop works. `/readyz` answers 503
    with a line for each of the `problems` that keep the bot from answering members.
    """

    def __init__(
        self, host: str, port: int, registry: CollectorRegistry, problems: Callable[[], Sequence[str]]
    ) -> None:
        """With port 0, the system chooses one."""
        self._host, self.port = host, port
        self._registry = registry
        self._problems = problems
        app = web.Application()
        app.router.add_get("/metrics", self._metrics)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self.port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _metrics(self, request: web.Request) -> web.Response:
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        return web.Response(body=encode(self._registry), headers={"Content-Type": content_type})

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _readyz(self, _: web.Request) -> web.Response:
        problems = self._problems()
        if problems:
            return web.Response(status=503, text="".join(f"{problem}\n" for problem in problems))
        return web.Response(text="ready\n")
