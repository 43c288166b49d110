"""The services behind the contest commands, for tests that need no contest."""

from typing import Any

from cogs.contests.services import ContestServices
from tests.cogs.fakes import now_ms


def no_contests() -> ContestServices:
    """For tests of the commands' descriptions. None of its services can be used."""
    nothing: Any = None
    return ContestServices(nothing, nothing, nothing, nothing, nothing, now_ms)
