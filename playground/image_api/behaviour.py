"""Settings that can change while the API runs."""

from dataclasses import dataclass
from typing import Literal

Drawing = Literal["painted", "fast"]


@dataclass(slots=True)
class Behaviour:
    latency_seconds: float
    "Between a request and its answer."
    drawing: Drawing
    'With "fast", every picture of a size is the same plain one, for load tests.'
    slow_seconds: float = 45.0
    "The latency with SLOW."
    log_delay_seconds: float = 0.5
    "Between an answer and its row in the log."
    late_log_seconds: float = 30.0
    "The same with LOG_ROW_LATE."
    retry_after_seconds: int = 3
    "The wait that RATE_LIMITED asks for."
