"""Whose turn it is."""

from hypothesis import given
from hypothesis import strategies as st

from bot.generation.queue import FairQueue

ORDERS = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=40)


def filled(orders: list[tuple[int, int]]) -> FairQueue:
    queue = FairQueue()
    for generation_id, (guild_id, user_id) in enumerate(orders):
        queue.put(generation_id, guild_id, user_id)
    return queue


def drained(queue: FairQueue) -> list[int]:
    served = []
    while (generation_id := queue.pop()) is not None:
        served.append(generation_id)
    return served


def test_who_comes_after_200_of_somebody_else_waits_for_one():
    queue = filled([(1, 1)] * 200 + [(1, 2)])
    assert drained(queue).index(200) == 1


def test_servers_take_turns_however_many_members_one_has():
    queue = filled([(1, user) for user in range(50)] + [(2, 99)])
    assert drained(queue).index(50) == 1


def test_one_member_is_served_in_the_order_of_asking():
    assert drained(filled([(1, 1)] * 10)) == list(range(10))


def test_put_back_first_is_served_next():
    queue = filled([(1, 1), (1, 2), (2, 3)])
    first = queue.pop()
    assert first is not None
    queue.put(first, 1, 1, first=True)
    assert queue.pop() == first


@given(ORDERS)
def test_everybody_is_served_exactly_once_and_in_the_order_foretold(orders):
    queue = filled(orders)
    foretold = list(queue.in_order())
    served = drained(queue)
    assert served == foretold
    assert sorted(served) == list(range(len(orders)))
    assert len(queue) == 0


@given(ORDERS, st.data())
def test_who_leaves_is_not_served_and_nobody_else_is_forgotten(orders, data):
    queue = filled(orders)
    gone = data.draw(st.sets(st.sampled_from(range(len(orders))))) if orders else set()
    for generation_id in gone:
        assert queue.remove(generation_id)
        assert not queue.remove(generation_id)
    assert sorted(drained(queue)) == [n for n in range(len(orders)) if n not in gone]


@given(ORDERS)
def test_no_member_is_passed_over_twice_by_the_same_other_member_of_their_server(orders):
    place = dict(enumerate(orders))
    served = drained(filled(orders))
    for guild in {guild for guild, _ in orders}:
        turns = [place[n][1] for n in served if place[n][0] == guild]
        waiting = {user: turns.count(user) for user in set(turns)}
        seen_since: dict[int, list[int]] = {user: [] for user in waiting}
        for user in turns:
            assert len(set(seen_since[user])) == len(seen_since[user])
            seen_since[user] = []
            waiting[user] -= 1
            for other, due in waiting.items():
                if other != user and due:
                    seen_since[other].append(user)
