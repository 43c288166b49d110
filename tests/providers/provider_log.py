"""A provider's log that a test fills."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from bot.generation.ports import LogRow
from bot.providers.aimlapi import AimlApi

LOGS = "/v2/logs"
NOW_MS = 1_790_000_000_000


def iso(at_ms: int) -> str:
    at = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=at_ms)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def row(number: int, at_ms: int = NOW_MS, **other: Any) -> dict[str, Any]:
    return {
        "created": iso(at_ms),
        "status": "succeeded",
        "origin": "api",
        "model": "blackforestlabs/flux-2-pro",
        "cost": {"usd": 0.0315, "credits": 63000},
        "tokens": {"input": 0, "output": 0, "total": 0},
        "request_id": f"req-{number}",
        "inference_id": f"inf-{number}",
        "client_request_id": f"easel-{number}",
        **other,
    }


class Log:
    """The provider's rows, oldest first, served as documented: newest first, in pages."""

    def __init__(self, rows: Iterable[dict[str, Any]] = ()) -> None:
        self.rows = list(rows)
        self.pages = 0
        self.ends_belong = True

    def appears(self, *rows: dict[str, Any]) -> None:
        self.rows += rows
        self.rows.sort(key=lambda one: one["created"])

    def __call__(self, request: web.Request) -> web.Response:
        query, rows = request.query, self.rows[::-1]
        assert ("period" in query) != ("start" in query), "either a period or both ends"
        if "start" in query:
            start, end = (datetime.fromisoformat(query[name]) for name in ("start", "end"))
            assert start <= end <= start + timedelta(days=92)
            made = datetime.fromisoformat
            rows = [one for one in rows if start < made(one["created"]) < end] + [
                one for one in rows if self.ends_belong and made(one["created"]) in (start, end)
            ]
            rows.sort(key=lambda one: one["created"], reverse=True)
        limit, offset = int(query["limit"]), int(query["offset"])
        assert 1 <= limit <= 100
        page = rows[offset : offset + limit]
        self.pages += 1
        self.turned(self.pages)
        more = offset + len(page) < len(rows)
        pagination = {"limit": limit, "offset": offset, "total": len(rows), "has_more": more}
        return web.json_response({"data": page, "pagination": pagination})

    def turned(self, page: int) -> None:
        """Called after each page was read. A test can make rows appear here."""


async def read_log(client: AimlApi, since_ms: int = 0, until_ms: int = NOW_MS + 1) -> list[LogRow]:
    return [found async for found in client.log(max(since_ms, NOW_MS - 86_400_000), until_ms)]
