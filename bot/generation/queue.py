"""A queue in which servers take turns, and the members of each server.

The store's rows are the truth. This is only their order, rebuilt at each start.
"""

from collections import OrderedDict, deque
from collections.abc import Iterator
from itertools import islice


class FairQueue:
    """Holds generation IDs. Each turn goes to the next server, and there to the next member.

    Somebody who queues 200 pictures delays everybody else by at most one picture per turn.
    """

    def __init__(self) -> None:
        self._servers: OrderedDict[int, OrderedDict[int, deque[int]]] = OrderedDict()
        self._places: dict[int, tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, generation_id: int) -> bool:
        return generation_id in self._places

    def put(self, generation_id: int, guild_id: int, user_id: int, *, first: bool = False) -> None:
        """Adds at the end of the member's own line, or at its start if `first` (it already had its turn)."""
        if generation_id in self._places:
            return
        members = self._servers.setdefault(guild_id, OrderedDict())
        line = members.setdefault(user_id, deque())
        if first:
            line.appendleft(generation_id)
            members.move_to_end(user_id, last=False)
            self._servers.move_to_end(guild_id, last=False)
        else:
            line.append(generation_id)
        self._places[generation_id] = (guild_id, user_id)

    def pop(self) -> int | None:
        """The next one in line, or None."""
        if not self._servers:
            return None
        guild_id, members = next(iter(self._servers.items()))
        user_id, line = next(iter(members.items()))
        generation_id = line.popleft()
        del self._places[generation_id]
        if line:
            members.move_to_end(user_id)
        else:
            del members[user_id]
        if members:
            self._servers.move_to_end(guild_id)
        else:
            del self._servers[guild_id]
        return generation_id

    def remove(self, generation_id: int) -> bool:
        """Removes one from the queue. False if it wasn't queued."""
        place = self._places.pop(generation_id, None)
        if place is None:
            return False
        guild_id, user_id = place
        members = self._servers[guild_id]
        members[user_id].remove(generation_id)
        if not members[user_id]:
            del members[user_id]
        if not members:
            del self._servers[guild_id]
        return True

    def in_order(self) -> Iterator[int]:
        """All queued ones, in the order in which they'd be served if nobody else came.

        Lazy, so a step's cost doesn't depend on the length. Don't change the queue while iterating.
        """
        return _round_robin(
            _round_robin(iter(line) for line in members.values()) for members in self._servers.values()
        )


def _round_robin(lines: Iterator[Iterator[int]]) -> Iterator[int]:
    """One from each line in turn, until all are empty."""
    waiting: deque[Iterator[int]] = deque()
    for line in lines:
        yield from islice(line, 1)
        waiting.append(line)
    while waiting:
        line = waiting.popleft()
        for item in islice(line, 1):
            yield item
            waiting.append(line)
