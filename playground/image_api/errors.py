"""The API's errors: their bodies, and what each fault of the error table answers."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from playground.image_api.faults import Fault

GATEWAY_PAGE = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)


def iso(at_seconds: float) -> str:
    """A time in the API's format: UTC, milliseconds, Z."""
    return datetime.fromtimestamp(at_seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Failure:
    """An error answer."""

    status: int
    message: str
    status_code_as_string: bool = False
    body: str | None = None
    "Sent instead of the API's own error body."
    content_type: str = "application/json"
    recorded: bool = True
    "Whether the provider's log has a row for it."
    from_gateway: bool = False
    "Sent by a proxy, so without the API's ids."
    headers: dict[str, str] = field(default_factory=dict)


class ApiError(Exception):
    """Ends a request with a failure."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


def invalid(where: str, problems: list[str]) -> ApiError:
    """400 for the `Body` or the `Query`. Each problem names its field."""
    return ApiError(Failure(400, f"{where} validation error: {'; '.join(problems)}"))


NO_KEY = Failure(401, "Invalid or missing API key.", recorded=False)
OUT_OF_CREDITS = Failure(403, "You've run out of credits. Please top up your balance to continue.")

FAILURES = {
    Fault.BODY_INVALID: Failure(
        400, "Body validation error: safety_tolerance: is not accepted at the moment"
    ),
    Fault.PROMPT_REFUSED: Failure(400, "The prompt was flagged by the safety checker."),
    Fault.KEY_REJECTED: NO_KEY,
    Fault.OUT_OF_CREDITS: OUT_OF_CREDITS,
    Fault.NOT_ALLOWED: Failure(403, "This key is not allowed to use the requested model."),
    Fault.NOT_FOUND: Failure(404, "The requested model was not found."),
    Fault.RATE_LIMITED: Failure(429, "Too many requests. Please wait before you try again."),
    Fault.RATE_LIMITED_SILENTLY: Failure(429, "Too many requests. Free tier: 10 requests per hour."),
    Fault.SERVER_FAILED: Failure(500, "Internal server error"),
    Fault.BAD_GATEWAY: Failure(
        502, "Bad gateway", body=GATEWAY_PAGE, content_type="text/html", recorded=False, from_gateway=True
    ),
    Fault.UNAVAILABLE: Failure(503, "The inference partner is temporarily unavailable."),
    Fault.GENERATION_TIMED_OUT: Failure(504, "The generation timed out."),
    Fault.STATUS_CODE_AS_STRING: Failure(
        400, "The prompt was flagged by the safety checker.", status_code_as_string=True
    ),
    Fault.ERROR_NOT_JSON: Failure(500, "Internal server error", body="upstream connect error {"),
}


def fail_as(fault: Fault | None, retry_after_seconds: int) -> None:
    """Raises ApiError if the fault belongs to the group ERROR."""
    failure = FAILURES.get(fault) if fault else None
    if fault is Fault.RATE_LIMITED and failure:
        failure = replace(failure, headers={"Retry-After": str(retry_after_seconds)})
    if failure:
        raise ApiError(failure)
