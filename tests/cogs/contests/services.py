"""What stands behind the commands of contests where no contest is needed."""

from typing import Any

from cogs.contests.services import ContestServices
from tests.cogs.fakes import now_ms


def no_contests() -> ContestServices:
    """For tests of the commands' descriptions. Nothing behind it can be used."""
    nothing: Any = None
    return ContestServices(nothing, nothing, nothing, nothing, nothing, now_ms)
