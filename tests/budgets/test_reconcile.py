"""Differences between the ledger and the provider's log."""

from bot.budgets.books import Charge, Difference
from bot.budgets.reconcile import LOG_LATENESS_MS, Billed, reconcile

LATER = 100 + LOG_LATENESS_MS


def charge(
    generation_id: int, paid: int, lost: int = 0, at_ms: int = 50, *, still_open: bool = False
) -> Charge:
    return Charge(generation_id, f"easel-{generation_id}", at_ms, paid, lost, still_open)


def test_equal_books_have_no_difference():
    found = reconcile(
        [charge(1, 63_000), charge(2, 0, 63_000), charge(3, 0)],
        [Billed("easel-1", 51, 63_000), Billed("easel-2", 52, 63_000), Billed("easel-3", 53, 0)],
        0,
        LATER,
    )
    assert (found.differences, found.compared, found.unsettled) == ([], 3, 0)


def test_retries_of_one_request_are_added_up():
    rows = [Billed("easel-1", 50, 0), Billed("easel-1", 51, 63_000)]
    assert reconcile([charge(1, 63_000)], rows, 0, LATER).differences == []


def test_what_the_provider_charged_and_the_ledger_lacks_is_a_difference():
    found = reconcile([charge(1, 0)], [Billed("easel-1", 50, 63_000)], 0, LATER)
    assert found.differences == [Difference("generation 1", 63_000, 0)]


def test_what_the_ledger_has_and_the_provider_never_charged_is_a_difference():
    assert reconcile([charge(1, 63_000)], [], 0, LATER).differences == [Difference("generation 1", 0, 63_000)]


def test_a_charge_without_a_generation_is_a_difference():
    found = reconcile([], [Billed("somebody-else", 50, 100), Billed("", 50, 200)], 0, LATER)
    assert found.differences == [
        Difference("request somebody-else", 100, 0),
        Difference("requests that did not come from Easel", 200, 0),
    ]


def test_an_open_generation_is_not_judged_yet():
    found = reconcile([charge(1, 0, still_open=True)], [Billed("easel-1", 50, 63_000)], 0, LATER)
    assert (found.differences, found.unsettled) == ([], 1)


def test_the_edges_are_compared_although_the_clocks_differ():
    ours = [charge(1, 63_000, at_ms=LATER - 1), charge(2, 63_000, at_ms=LATER + 1)]
    theirs = [Billed("easel-1", LATER + 1, 63_000), Billed("easel-2", LATER - 1, 63_000)]
    found = reconcile(ours, theirs, 0, LATER)
    assert (found.differences, found.compared) == ([], 1)


def test_what_the_log_may_not_have_yet_is_not_judged():
    fresh = charge(1, 63_000, at_ms=1_000_000)
    found = reconcile([fresh], [], 0, 1_000_001)
    assert (found.differences, found.compared, found.unsettled) == ([], 0, 1)
    assert reconcile([fresh], [Billed("easel-1", 1_000_000, 63_000)], 0, 1_000_001).compared == 1
