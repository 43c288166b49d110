"""What every REST request goes through: the log, the faults, the token, the error's shape, the headers."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterable

from aiohttp import hdrs, web

from playground.discord.errors import NOT_FOUND, UNAUTHORIZED, ApiError
from playground.discord.faults import Fault, Faults
from playground.discord.request_log import LoggedRequest, RequestLog, Violation
from playground.discord.rest.bodies import read_body
from playground.discord.rest.buckets import Buckets
from playground.discord.rest.calls import Call, Reply, Route
from playground.discord.users import Json
from playground.discord.world import World

PREFIX = "/api/v10"
NOT_PLAYED = 501


class Front:
    """Serves routes. Keeps the log, the violations and the routes nobody knows."""

    def __init__(self, world: World, faults: Faults) -> None:
        self.log = RequestLog()
        self.violations: list[Violation] = []
        self.unknown_routes: list[str] = []
        self._world = world
        self._faults = faults
        self._buckets = Buckets()

    def add_routes(self, app: web.Application, routes: Iterable[Route]) -> None:
        for route in routes:
            app.router.add_route(route.method, PREFIX + route.path, self._handler(route))
        app.router.add_route("*", "/api/{path:.*}", self._unknown)

    def _handler(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._serve(route, request)

        return handle

    async def _serve(self, route: Route, request: web.Request) -> web.Response:
        fault = self._faults.take(route.method, route.path)
        if fault and fault.delay_seconds:
            await asyncio.sleep(fault.delay_seconds)
        if fault and (fault.status or fault.hang_up) and not fault.applied:
            await self._swallow(request)
            response = _faulty(fault)
        else:
            response = await self._answer(route, request)
        hung_up = fault is not None and fault.hang_up
        shared = response.headers.get("X-RateLimit-Scope") == "shared"
        status = 0 if hung_up else response.status
        self.log.append(LoggedRequest(route.method, route.path, status, self._world.clock(), shared))
        if hung_up and request.transport:
            request.transport.abort()
        return response

    async def _swallow(self, request: web.Request) -> None:
        """Reads a body that nobody will look at: the client has sent everything when the fault strikes."""
        async for _ in request.content.iter_any():
            pass

    async def _answer(self, route: Route, request: web.Request) -> web.Response:
        try:
            self._authorize(route, request)
            call = Call(request.match_info, request.query, await read_body(request))
            reply = await route.handler(call)
            response = _respond(reply)
        except ApiError as error:
            if error.status == NOT_PLAYED:
                self.unknown_routes.append(f"{route.method} {route.path}: {error.message}")
            if error.status in (400, 413):
                self.violations.append(Violation(f"{route.method} {route.path}", error.payload()))
            response = _json_response(error.payload(), error.status)
        now = self._world.clock()
        response.headers.update(self._buckets.headers(route, request.match_info, now))
        return response

    def _authorize(self, route: Route, request: web.Request) -> None:
        header = request.headers.get(hdrs.AUTHORIZATION)
        if not route.by_token and header != f"Bot {self._world.application.token}":
            raise UNAUTHORIZED

    async def _unknown(self, request: web.Request) -> web.Response:
        path = re.sub(r"[^/]{40,}", "…", request.path)  # an interaction's token, perhaps
        self.unknown_routes.append(f"{request.method} {path}")
        self.log.append(LoggedRequest(request.method, path, 404, self._world.clock()))
        return _json_response(NOT_FOUND.payload(), 404)


def _respond(reply: Reply) -> web.Response:
    return web.Response(status=204) if reply.data is None else _json_response(reply.data, reply.status)


def _json_response(data: Json | list[object], status: int) -> web.Response:
    # Exactly this content type: discord.py takes anything longer for text (`json_or_text`).
    body = json.dumps(data).encode()
    return web.Response(status=status, body=body, headers={hdrs.CONTENT_TYPE: "application/json"})


def _faulty(fault: Fault) -> web.Response:
    if fault.body is None:
        response = web.Response(status=fault.status or 500, text="upstream error")
    else:
        response = _json_response(fault.body, fault.status or 500)
    response.headers.update(fault.headers)
    return response
