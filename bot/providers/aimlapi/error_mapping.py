"""Maps statuses that aren't a success to errors.

status              meaning                                  error
3xx, 404, 405       wrong URL or model                       GenerationUnavailable("model" or "url")
400, 413, 422       the prompt was refused                   PromptRefused
400, 413, 422       anything else is wrong with the request  RequestRejected
401                 key missing or wrong                     GenerationUnavailable("key")
402, 403            out of credit                            GenerationUnavailable("credits")
403                 not allowed                              GenerationUnavailable("forbidden")
429                 rate or concurrency limit                ProviderBusy
500, 502, 503, 504  server or partner failed, not billed     ProviderFailed
other 5xx           a gateway lost sight of the request      OutcomeUnknown
other 4xx           not documented; refused, so not billed   ProviderFailed

Nothing here is billed, except perhaps after a gateway's own errors (520 to 530, mainly 524, where the picture
is still being made). The status decides, and the message only distinguishes errors that share one.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from bot.errors import (
    EaselError,
    GenerationUnavailable,
    OutcomeUnknown,
    PromptRefused,
    ProviderBusy,
    ProviderFailed,
    RequestRejected,
)

DETAIL_LIMIT = 300  # characters
MAX_WAIT_SECONDS = 24 * 3600.0  # an API that asks for more is tried again tomorrow
UNBILLED = (500, 502, 503, 504)

MODERATION = re.compile(
    r"flagged|moderat|safety (checker|filter|system)|nsfw|content[ _-]?(policy|filter|violation)|policies"
    r"|usage policy|guideline|inappropriate|prohibited|violates|sensitive content|harmful|unsafe"
    r"|explicit content|sexual|nudity|violen[ct]|disallowed|copyright",
    re.IGNORECASE,
)
PROMPT = re.compile(r"\bprompt\b", re.IGNORECASE)
VALIDATION = re.compile(r"^body validation error", re.IGNORECASE)
CREDIT = re.compile(
    r"credit|balance|fund|top[ -]?up|billing|payment|quota|subscription|insufficient|exhausted", re.IGNORECASE
)
MODEL = re.compile(r"\bmodel\b", re.IGNORECASE)
# Every field of a request except the prompt. A validation error that names one is the bot's mistake.
OTHER_FIELD = re.compile(
    r"\b(model|image_size|width|height|output_format|seed|enable_safety_checker|safety_tolerance|image_urls)\b"
)


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. `flaw` says why the body couldn't be read completely. `body` is then what arrived."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    flaw: str = ""

    @property
    def succeeded(self) -> bool:
        """200 and 201 are documented. Any other 2xx also means that nothing was refused."""
        return 200 <= self.status < 300


def error_of(response: Response, hidden: Callable[[str], str]) -> EaselError:  # noqa: PLR0911 - a table
    """The error for a response that isn't a success. `hidden` removes secrets from a text."""
    status, message = response.status, _message(response)
    detail = shortened(hidden(message))
    match status:
        case 400 | 413 | 422:
            return PromptRefused(detail) if _is_about_prompt(message) else RequestRejected(status, detail)
        case 401:
            return GenerationUnavailable("key", detail)
        case 402:
            return GenerationUnavailable("credits", detail)
        case 403:
            return _forbidden(message, detail)
        case 404 | 405:
            return GenerationUnavailable("model" if MODEL.search(message) else "url", detail)
        case 429:
            return ProviderBusy(retry_after_seconds(response))
    if status < 400:
        return GenerationUnavailable("url", f"{status} instead of an answer")
    if status < 500 or status in UNBILLED:
        return ProviderFailed(status, detail)
    return OutcomeUnknown(shortened(f"{status} {detail}"))


def _is_about_prompt(message: str) -> bool:
    """Whether another prompt would help. Only then is the member asked for one."""
    if not VALIDATION.search(message) and MODERATION.search(message):
        return True
    return bool(PROMPT.search(message)) and not OTHER_FIELD.search(message)


def _forbidden(message: str, detail: str) -> EaselError:
    if CREDIT.search(message):
        return GenerationUnavailable("credits", detail)
    if re.search(r"flagged|moderation|nsfw|content policy", message, re.IGNORECASE):
        return PromptRefused(detail)
    return GenerationUnavailable("forbidden", detail)


def shortened(text: str, limit: int = DETAIL_LIMIT) -> str:
    """One line of at most `limit` characters, without control characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 20 * limit]).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def retry_after_seconds(response: Response) -> float | None:
    """The wait in `Retry-After`, in seconds or as a date by the sender's clock. None without it."""
    value = response.headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,12})?", value):
        return min(float(value), MAX_WAIT_SECONDS)
    until = _date(value)
    if until is None:
        return None
    now = _date(response.headers.get("Date", "")) or datetime.now(UTC)
    return min(max((until - now).total_seconds(), 0.0), MAX_WAIT_SECONDS)


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)


def _message(response: Response) -> str:
    """The body's own message in the documented shape. Otherwise its text, without a gateway's HTML."""
    try:
        body = json.loads(response.body)
    except (ValueError, RecursionError):
        text = response.body[:20_000].decode("utf-8", "replace")
        return re.sub(r"(?s)<(script|style)\b.*?</\1\s*>|<[^>]*>", " ", text) or response.flaw
    return body if isinstance(body, str) else "; ".join(_sentences(body))


def _sentences(body: Any) -> list[str]:
    """Also the formats of other APIs and proxies: `error`, `detail`, `errors`, as a text, object or list."""
    found: list[str] = []
    waiting = [body]
    while waiting and len(found) < 10:
        value = waiting.pop(0)
        if isinstance(value, dict):
            named = [value.get(key) for key in ("message", "error", "detail", "errors", "code", "reason")]
            found += [text for text in named if isinstance(text, str)]
            waiting += [inner for inner in named if isinstance(inner, dict | list)][:10]
        elif isinstance(value, list) and value is not body:
            found += [text for text in value[:10] if isinstance(text, str)]
            waiting += [inner for inner in value[:10] if isinstance(inner, dict)]
    return found[:10]
