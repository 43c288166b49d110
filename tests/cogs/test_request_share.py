"""How several processes stay below Discord's limit of requests together."""

import pytest

from cogs.request_share import RequestShare


@pytest.mark.parametrize(("processes", "passing"), [(1, 50), (5, 10)])
def test_a_process_keeps_to_its_share(processes: int, passing: int) -> None:
    """As many requests as its share pass at once, and then as many in each second."""
    share = RequestShare()
    share.processes = processes
    delays = [share.delay(100.0) for _ in range(3 * passing)]
    assert sum(delay < 1e-6 for delay in delays) == passing
    assert sum(delay < 1.0 + 1e-6 for delay in delays) == 2 * passing
    assert delays[-1] == pytest.approx(2.0)
