"""One HTTP call: its ids, and what the page shows of it."""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import floor
from typing import Any

from aiohttp import web

from playground.image_api.errors import ApiError, Failure

LARGEST_BODY_BYTES = 96 * 2**20
"Enough for three pictures as base64."

CLIENT_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")


@dataclass(frozen=True, slots=True)
class Call:
    at: float
    "Seconds since the epoch, to the millisecond like the log."
    path: str
    client_request_id: str | None
    "From X-Client-Request-Id. A malformed one is silently dropped."
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    inference_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @classmethod
    def of(cls, request: web.Request, now: float) -> "Call":
        sent = request.headers.get("X-Client-Request-Id", "")
        return cls(
            floor(now * 1000) / 1000, request.path, sent if CLIENT_REQUEST_ID.fullmatch(sent) else None
        )

    @property
    def headers(self) -> dict[str, str]:
        """The ids in the headers of every answer to a generation."""
        echo = {"x-client-request-id": self.client_request_id} if self.client_request_id else {}
        return {"x-inference-id": self.inference_id, **echo}


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """A generation request as it arrived, valid or not."""

    at: float
    headers: Mapping[str, str]
    "Case-insensitive, without Authorization."
    body: Any
    "The JSON that was sent, or the text if it isn't JSON."


async def read_body(request: web.Request) -> Any:
    """A request's JSON, or its text if it isn't JSON. Raises ApiError (413) if it's too large.

    Reads from the stream, because `request.read()` stops at the application's limit, which is 1 MiB by
    default.
    """
    raw = bytearray()
    async for piece in request.content.iter_chunked(64 * 1024):
        raw += piece
        if len(raw) > LARGEST_BODY_BYTES:
            raise ApiError(Failure(413, "The request is too large.", recorded=False))
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return raw.decode("utf-8", "replace")
