"""Checks the query of `GET /v2/logs` strictly.

Unknown parameters are refused. So is a query without a window, because the document says "provide either
`period` or both `start` and `end`".
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from multidict import MultiMapping

from playground.image_api.errors import ApiError, Failure, invalid

LONGEST_WINDOW = timedelta(days=92)
LONGEST_PAGE = 100
MODELS_AT_MOST = 50
STATUSES = ("succeeded", "failed")
REPEATABLE = ("model", "status")
PARAMETERS = ("period", "start", "end", "key_prefix", "model", "status", "limit", "offset")


@dataclass(frozen=True, slots=True)
class LogQuery:
    start: float
    "Seconds since the epoch. Rows at either end are included."
    end: float
    limit: int = 50
    offset: int = 0
    models: tuple[str, ...] = ()
    statuses: tuple[str, ...] = field(default=STATUSES)

    def matches(self, model: str, status: str) -> bool:
        bare = model.partition("/")[2]
        return status in self.statuses and (not self.models or model in self.models or bare in self.models)


def read_query(query: MultiMapping[str], *, key: str, now: float) -> LogQuery:
    """Raises ApiError: 400 that names the parameter, 403 for another key's rows."""
    problems = [
        f"{name[:100]}: is not a parameter" for name in dict.fromkeys(query) if name not in PARAMETERS
    ]
    problems += [
        f"{name}: may be given once only"
        for name in PARAMETERS
        if name not in REPEATABLE and len(query.getall(name, [])) > 1
    ]
    start, end = _window(query, now, problems)
    limit = _number(query.get("limit", "50"))
    offset = _number(query.get("offset", "0"))
    if not 1 <= limit <= LONGEST_PAGE:
        problems.append(f"limit: must be an integer from 1 to {LONGEST_PAGE}")
    if offset < 0:
        problems.append("offset: must be an integer of at least 0")
    models, statuses = query.getall("model", []), query.getall("status", [])
    if len(models) > MODELS_AT_MOST:
        problems.append(f"model: at most {MODELS_AT_MOST} values")
    if any(status not in STATUSES for status in statuses):
        problems.append("status: must be succeeded or failed")
    if problems:
        raise invalid("Query", problems)
    if not key.startswith(query.get("key_prefix", "")):
        raise ApiError(Failure(403, "Listing the requests of a different key requires a management key."))
    return LogQuery(start, end, limit, offset, tuple(models), tuple(statuses) or STATUSES)


def _window(query: MultiMapping[str], now: float, problems: list[str]) -> tuple[float, float]:
    period, start, end = query.get("period"), query.get("start"), query.get("end")
    if period is not None and (start is not None or end is not None):
        problems.append("period: give either period or both start and end, never both")
    elif period is not None:
        return _period(period, now, problems)
    elif start is None or end is None:
        problems.append("start: give either period or both start and end")
    else:
        return _from_to(start, end, problems)
    return 0.0, 0.0


def _period(period: str, now: float, problems: list[str]) -> tuple[float, float]:
    found = re.fullmatch(r"([1-9][0-9]{0,5})([hd])", period)
    if not found:
        problems.append("period: must be a positive integer followed by h or d")
        return 0.0, 0.0
    length = timedelta(hours=int(found[1]) * (24 if found[2] == "d" else 1))
    if length > LONGEST_WINDOW:
        problems.append(f"period: must not exceed {LONGEST_WINDOW.days} days")
    return now - length.total_seconds(), now


def _from_to(start: str, end: str, problems: list[str]) -> tuple[float, float]:
    times = []
    for name, text in (("start", start), ("end", end)):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            problems.append(f"{name}: must be an ISO 8601 time")
            return 0.0, 0.0
        times.append(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    if times[1] < times[0]:
        problems.append("end: must not be earlier than start")
    elif times[1] - times[0] > LONGEST_WINDOW:
        problems.append(f"end: the window must not exceed {LONGEST_WINDOW.days} days")
    return times[0].timestamp(), times[1].timestamp()


def _number(text: str) -> int:
    """-1 if it isn't a number."""
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else -1
