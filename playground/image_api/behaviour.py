"""What can be turned while the API runs."""

from dataclasses import dataclass
from typing import Literal

Drawing = Literal["painted", "fast"]


@dataclass(slots=True)
class Behaviour:
    latency_seconds: float
    "From a request to its answer."
    drawing: Drawing
    'With "fast" every picture of a size is the same plain one: for loading the API, not for looking.'
    slow_seconds: float = 45.0
    "What SLOW takes instead."
    log_delay_seconds: float = 0.5
    "From an answer to its row in the log."
    late_log_seconds: float = 30.0
    "The same for LOG_ROW_LATE."
    retry_after_seconds: int = 3
    "What RATE_LIMITED says."
