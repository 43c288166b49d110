"""The latest requests to the image API, and their outcome in the provider's log."""

from typing import Any, TypeAlias

from playground.image_api import ImageApi, LogRow, ReceivedRequest

Json: TypeAlias = dict[str, Any]


def newest_requests(api: ImageApi, count: int) -> list[Json]:
    """Newest first: `at_seconds`, `what`, `state` ("open", "succeeded", "failed"), `tokens` or None."""
    rows = {row["client_request_id"]: row for row in reversed(api.charges)}
    newest = api.requests[: -count - 1 : -1]
    return [_shown(request, rows.get(request.headers.get("X-Client-Request-Id"))) for request in newest]


def _shown(request: ReceivedRequest, row: LogRow | None) -> Json:
    return {
        "at_seconds": request.at,
        "what": _what(request.body),
        "state": "open" if row is None else row["status"],
        "tokens": row["cost"]["credits"] if row is not None and row["status"] == "succeeded" else None,
    }


def _what(body: Any) -> str:
    """The requested size and format, in a few characters."""
    if not isinstance(body, dict):
        return "not JSON"
    size = body.get("image_size", "")
    if isinstance(size, dict):
        size = f"{size.get('width', 1024)} × {size.get('height', 768)}"
    return f"{size} {body.get('output_format', 'png')}".strip()
