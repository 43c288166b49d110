"""One HTTP call: the ids it is known by, and what is kept of it for the page."""

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
"Three pictures as base64 fit in."

CLIENT_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")


@dataclass(frozen=True, slots=True)
class Call:
    at: float
    "Seconds since the epoch, to the millisecond as the log has it."
    path: str
    client_request_id: str | None
    "As sent in X-Client-Request-Id; a malformed one is dropped silently."
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
        """The ids, as every answer to a generation carries them."""
        echo = {"x-client-request-id": self.client_request_id} if self.client_request_id else {}
        return {"x-inference-id": self.inference_id, **echo}


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """A generation request as it arrived, right or wrong."""

    at: float
    headers: Mapping[str, str]
    "Looked up without regard to case; Authorization is left out."
    body: Any
    "The JSON that was sent; the text where it was none."


async def read_body(request: web.Request) -> Any:
    """The JSON of a request, or its text where it is none. Raises ApiError (413) when it is too large.

    Read from the stream: `request.read()` is bound by the application's own limit, which is 1 MiB by default.
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
