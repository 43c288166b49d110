"""Bodies and headers of answers, as documented or as a fault changes them."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from playground.image_api.calls import Call
from playground.image_api.errors import Failure, iso
from playground.image_api.faults import Fault
from playground.image_api.prices import usd

HEADERS_WITHOUT_COST = frozenset((Fault.TOKENS_USED, Fault.CREDITS_USED, Fault.CREDITS_FLOAT, Fault.NO_COST))


@dataclass(frozen=True, slots=True)
class Picture:
    """Exactly one of the two is set."""

    url: str | None = None
    b64_json: str | None = None


def error(failure: Failure, call: Call, now: float) -> web.Response:
    """The documented error body, or the failure's replacement."""
    status = failure.status
    body = failure.body or json.dumps(
        {
            "message": failure.message,
            "path": call.path,
            "requestId": call.request_id,
            "statusCode": str(status) if failure.status_code_as_string else status,
            "timestamp": iso(now),
        }
    )
    headers = {**failure.headers, **({} if failure.from_gateway else call.headers)}
    return web.Response(status=status, text=body, content_type=failure.content_type, headers=headers)


def success(picture: Picture, cost: int, call: Call, fault: Fault | None) -> web.Response:
    body = json.dumps({"data": _data(picture, fault), "meta": _meta(cost, fault)})
    if fault is Fault.ANSWER_NOT_JSON:
        body = body[: len(body) // 2]
    if fault is Fault.HUGE_NUMBER:
        body = f'{{"seed": {"7" * 5_000}, {body[1:]}'
    headers = call.headers
    if fault is Fault.LONG_HEADERS:
        headers["x-trace"] = "a" * 2**14
    if fault not in HEADERS_WITHOUT_COST:
        headers["x-aimlapi-credits-used"] = str(cost)
        headers["x-aimlapi-usd-spent"] = format(usd(cost), "f").rstrip("0").rstrip(".")
    status = 201 if fault is Fault.CREATED else 200
    return web.Response(status=status, text=body, content_type="application/json", headers=headers)


def _data(picture: Picture, fault: Fault | None) -> list[dict[str, str | None]] | None:
    match fault:
        case Fault.DATA_NULL:
            return None
        case Fault.DATA_EMPTY:
            return []
        case Fault.PICTURE_NULL:
            return [{"url": None, "b64_json": None}]
        case _:
            return [{"url": picture.url, "b64_json": picture.b64_json}]


def _meta(cost: int, fault: Fault | None) -> dict[str, Any] | None:
    """The published schema says `credits_used`, but the documentation page says `tokens_used`."""
    match fault:
        case Fault.TOKENS_USED:
            return {"usage": {"tokens_used": cost}}
        case Fault.CREDITS_FLOAT:
            return {"usage": {"credits_used": float(cost)}}
        case Fault.COST_IN_HEADER_ONLY:
            return {"usage": None}
        case Fault.NO_COST:
            return None
        case _:
            return {"usage": {"credits_used": cost}}
