"""Compares the ledger with the provider's log of the same time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.budgets.books import Charge, Difference

# Rows appear in the provider's log a little after the answer.
LOG_LATENESS_MS = 2 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Billed:
    """One charge in the provider's log. `cost` is in tokens. A failed request cost nothing there."""

    request_id: str
    at_ms: int
    cost: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """`unsettled` are still in progress, or so new that the provider's log may not have them yet."""

    differences: list[Difference]
    compared: int
    unsettled: int


def reconcile(
    charges: Iterable[Charge], billed: Iterable[Billed], since_ms: int, until_ms: int
) -> Reconciliation:
    """The differences within [`since_ms`, `until_ms`).

    Pass both sides with some extra time, so that requests near either end are found on the other side even if
    the two clocks differ.
    """
    ours = {charge.request_id: charge for charge in charges}
    theirs: dict[str, int] = defaultdict(int)
    first_ms: dict[str, int] = {}
    for row in billed:
        theirs[row.request_id] += row.cost
        first_ms[row.request_id] = min(row.at_ms, first_ms.get(row.request_id, row.at_ms))
    differences, compared, unsettled = [], 0, 0
    for request_id, charge in ours.items():
        if not since_ms <= charge.at_ms < until_ms:
            continue
        expected, found = theirs.get(request_id, 0), charge.paid + charge.lost
        late = charge.at_ms > until_ms - LOG_LATENESS_MS and request_id not in theirs
        if charge.open or (late and found):
            unsettled += 1
            continue
        compared += 1
        if expected != found:
            differences.append(Difference(f"generation {charge.generation_id}", expected, found))
    for request_id, cost in theirs.items():
        if request_id not in ours and cost and since_ms <= first_ms[request_id] < until_ms:
            name = f"request {request_id}" if request_id else "requests that did not come from Easel"
            differences.append(Difference(name, cost, 0))
    return Reconciliation(differences, compared, unsettled)
