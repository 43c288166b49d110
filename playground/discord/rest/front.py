"""Handles every REST request: log, faults, token, errors and headers."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from urllib.parse import unquote

from aiohttp import hdrs, web

from playground.discord.errors import METHOD_NOT_ALLOWED, NOT_FOUND, UNAUTHORIZED, ApiError, RateLimited
from playground.discord.faults import Fault, Faults
from playground.discord.forms import Problems, length_problem
from playground.discord.request_log import LoggedRequest, RequestLog, Violation
from playground.discord.rest.bodies import read_body
from playground.discord.rest.buckets import Buckets
from playground.discord.rest.calls import Call, Reply, Route
from playground.discord.rest.unplayed import UNPLAYED
from playground.discord.snowflakes import parse_snowflake
from playground.discord.users import Json
from playground.discord.world import World

PREFIXES = ("/api/v10", "/api/v9")
NOT_PLAYED = 501
BLOCKED = "error code: 1010"
"""Cloudflare's answer to a client without a user agent (`developers/reference.mdx`, User Agent)."""
USER_AGENT = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+(/\S+)?( .+)?")
MOST_REASON_CHARACTERS = 512


class Front:
    """Serves routes. Logs requests, broken limits and requests that the playground doesn't support."""

    def __init__(self, world: World, faults: Faults) -> None:
        self.log = RequestLog()
        self.violations: list[Violation] = []
        self.unknown_routes: list[str] = []
        self._world = world
        self._faults = faults
        self._buckets = Buckets()
        self._paths: list[re.Pattern[str]] = []

    def add_routes(self, app: web.Application, routes: Iterable[Route]) -> None:
        """Serves them under every API version that Discord still supports."""
        unplayed = [Route(method, path, _not_played) for method, path in UNPLAYED]
        for route in [*routes, *unplayed]:
            self._paths.append(_pattern(route.path))
            for prefix in PREFIXES:
                app.router.add_route(route.method, prefix + route.path, self._handler(route))
        app.router.add_route("*", "/api/{path:.*}", self._unknown)

    def _handler(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            if _names_another_route(request):
                return await self._unknown(request)
            return await self._serve(route, request)

        return handle

    async def _serve(self, route: Route, request: web.Request) -> web.Response:
        fault = self._faults.take(route.method, route.path)
        if fault and fault.delay_seconds:
            await asyncio.sleep(fault.delay_seconds)
        if fault and (fault.status or fault.hang_up) and not fault.applied:
            await self._swallow(request)
            response = self._faulty(fault, route, request)
        else:
            response = await self._answer(route, request)
        hung_up = fault is not None and fault.hang_up
        shared = response.headers.get("X-RateLimit-Scope") == "shared"
        status = 0 if hung_up else response.status
        self.log.append(
            LoggedRequest(route.method, route.path, status, self._world.clock(), shared, _reason(request))
        )
        if hung_up and request.transport:
            request.transport.abort()
        return response

    async def _swallow(self, request: web.Request) -> None:
        """Reads the body and ignores it, so that the client has sent everything when the fault hits."""
        async for _ in request.content.iter_any():
            pass

    async def _answer(self, route: Route, request: web.Request) -> web.Response:
        now = self._world.clock()
        if not USER_AGENT.fullmatch(request.headers.get(hdrs.USER_AGENT, "").strip()):
            await self._swallow(request)
            return web.Response(status=403, text=BLOCKED)
        if self._world.limits.enforce_rate_limits:
            limited = self._buckets.exceeded(route, request.match_info, now)
            if limited:
                await self._swallow(request)
                return _too_many(limited, self._buckets.announced(route, request.match_info, now))
        try:
            self._authorize(route, request)
            _check_path(request)
            _check_reason(request)
            call = Call(request.match_info, request.query, await read_body(request))
            reply = await route.handler(call)
            response = _respond(reply)
        except ApiError as error:
            if error.status == NOT_PLAYED:
                self.unknown_routes.append(f"{route.method} {route.path}: {error.message}")
            if error.status in (400, 413):
                self.violations.append(Violation(f"{route.method} {route.path}", error.payload()))
            response = _json_response(error.payload(), error.status)
        response.headers.update(self._buckets.headers(route, request.match_info, self._world.clock()))
        return response

    def _authorize(self, route: Route, request: web.Request) -> None:
        header = request.headers.get(hdrs.AUTHORIZATION)
        if not route.by_token and header != f"Bot {self._world.application.token}":
            raise UNAUTHORIZED

    def _faulty(self, fault: Fault, route: Route, request: web.Request) -> web.Response:
        if fault.limited is None:
            status = fault.status or 500
            if fault.body is None:
                return web.Response(status=status, text="upstream error")
            return _json_response(fault.body, status)
        if not fault.limited.via:
            # Cloudflare's ban of an address has no JSON and none of Discord's headers.
            headers = {"Retry-After": fault.limited.headers["Retry-After"]}
            return web.Response(status=429, text="error code: 1015", headers=headers)
        now = self._world.clock()
        if fault.limited.scope == "shared":
            bucket = self._buckets.announced(route, request.match_info, now)
        else:
            bucket = self._buckets.exhausted(route, now, fault.limited.retry_after_seconds)
        return _too_many(fault.limited, bucket)

    async def _unknown(self, request: web.Request) -> web.Response:
        """404 for an unknown path, 405 for an unknown method of a known path. Both are recorded."""
        path = re.sub(r"[^/]{40,}", "…", request.path)  # might contain an interaction's token
        prefix = next((each for each in PREFIXES if request.path.startswith(f"{each}/")), None)
        below = request.path.removeprefix(prefix) if prefix else ""
        error = METHOD_NOT_ALLOWED if any(each.fullmatch(below) for each in self._paths) else NOT_FOUND
        self.unknown_routes.append(f"{request.method} {path}")
        self.log.append(LoggedRequest(request.method, path, error.status, self._world.clock()))
        return _json_response(error.payload(), error.status)


async def _not_played(_: Call) -> Reply:
    raise ApiError(NOT_PLAYED, 0, "The playground doesn't support this route.")


def _pattern(path: str) -> re.Pattern[str]:
    """The paths that a route matches. An id is a number, or the word that stands for a message."""
    known = re.sub(r"\{\w+_id\}", r"(\\d+|@original)", path)
    return re.compile(re.sub(r"\{\w+\}", "[^/]+", known))


def _names_another_route(request: web.Request) -> bool:
    """Whether there's a word where an id should be: `members/search` isn't `members/{user_id}`."""
    ids = [value for name, value in request.match_info.items() if name.endswith("_id")]
    return any(re.fullmatch(r"[a-z@][a-z@-]*", value) and value != "@original" for value in ids)


def _check_path(request: web.Request) -> None:
    """Raises 50035 for an id that's neither a number nor a word."""
    problems = Problems()
    for name, value in request.match_info.items():
        if name.endswith("_id") and value != "@original" and parse_snowflake(value) is None:
            problems.add((name,), "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
    problems.raise_if_any()


def _reason(request: web.Request) -> str | None:
    reason = request.headers.get("X-Audit-Log-Reason")
    return None if reason is None else unquote(reason)


def _check_reason(request: web.Request) -> None:
    """The reason for the audit log is limited to 512 characters (`resources/audit-log.mdx`)."""
    problems = Problems()
    length_problem(len(_reason(request) or ""), 0, MOST_REASON_CHARACTERS, ("reason",), problems)
    problems.raise_if_any()


def _respond(reply: Reply) -> web.Response:
    return web.Response(status=204) if reply.data is None else _json_response(reply.data, reply.status)


def _json_response(data: Json | list[object], status: int) -> web.Response:
    # Must be exactly this content type. discord.py treats anything longer as text (`json_or_text`).
    body = json.dumps(data).encode()
    return web.Response(status=status, body=body, headers={hdrs.CONTENT_TYPE: "application/json"})


def _too_many(limited: RateLimited, bucket: Mapping[str, str]) -> web.Response:
    response = _json_response(limited.body, 429)
    response.headers.update(limited.headers)
    if limited.scope != "global":
        response.headers.update(bucket)
    return response
