"""From a status that is no success to the error it stands for.

status              meaning                                  error
3xx, 404, 405       wrong URL or model                       GenerationUnavailable("model")
400, 413, 422       a field is wrong, or the prompt refused  PromptRefused
401                 key missing or wrong                     GenerationUnavailable("key")
402, 403            out of credits, or not allowed           GenerationUnavailable("credits")
429                 rate or concurrency limit                ProviderBusy
500, 502, 503, 504  server or partner failed, not billed     ProviderFailed
other 5xx           a gateway lost sight of the request      OutcomeUnknown
other 4xx           not documented; refused, so not billed   ProviderFailed

None of them is billed but, perhaps, the gateway's own (520 to 530, 524 above all: the picture is still being
made behind it). What a body says is for people; only the status decides.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.errors import (
    EaselError,
    GenerationUnavailable,
    OutcomeUnknown,
    PromptRefused,
    ProviderBusy,
    ProviderFailed,
)
from bot.providers.aimlapi.replies import Reply

DETAIL_LIMIT = 300  # characters
LONGEST_WAIT_SECONDS = 24 * 3600.0  # whoever asks for more is asked again tomorrow

CLOSED = {401: "key", 402: "credits", 403: "credits", 404: "model", 405: "model"}
REFUSED = (400, 413, 422)
UNBILLED = (500, 502, 503, 504)


def failure(reply: Reply, hidden: Callable[[str], str]) -> EaselError:
    """The error for a reply that is no success. `hidden` takes secrets out of a text."""
    status, detail = reply.status, shortened(hidden(_message(reply)))
    if status in CLOSED:
        return GenerationUnavailable(CLOSED[status], detail)
    if status in REFUSED:
        return PromptRefused(detail)
    if status == 429:
        return ProviderBusy(retry_after_seconds(reply))
    if status < 400:
        return GenerationUnavailable(
            "model", shortened(f"{status} instead of an answer: is the API's URL right?")
        )
    if status < 500 or status in UNBILLED:
        return ProviderFailed(status, detail)
    return OutcomeUnknown(shortened(f"{status} {detail}"))


def shortened(text: str, limit: int = DETAIL_LIMIT) -> str:
    """One line of at most `limit` characters, without control characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 20 * limit]).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def retry_after_seconds(reply: Reply) -> float | None:
    """What `Retry-After` asks for, in seconds or as a date by the sender's own clock; None without it."""
    value = reply.headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,12})?", value):
        return min(float(value), LONGEST_WAIT_SECONDS)
    until = _date(value)
    if until is None:
        return None
    now = _date(reply.headers.get("Date", "")) or datetime.now(UTC)
    return min(max((until - now).total_seconds(), 0.0), LONGEST_WAIT_SECONDS)


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)


def _message(reply: Reply) -> str:
    """The body's own sentence, in the documented shape; else its text, freed of a gateway's HTML."""
    text = reply.body.decode("utf-8", "replace")
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return re.sub(r"(?s)<(script|style)\b.*?</\1\s*>|<[^>]*>", " ", text[:20_000]) or reply.flaw
    if isinstance(body, dict):
        message = body.get("message")
        if isinstance(message, str):
            return message
        if isinstance(message, list):
            return "; ".join(part for part in message if isinstance(part, str))
    return ""
