"""The port to a database: its promises, and how statements reach it.

A transaction is a generator. It yields a statement with its values, receives the rows, and returns a result.
It doesn't know the driver, so it's written once for every database:

    def spend(account_id: int, amount: int) -> Transaction[bool]:
        rows = yield (
            "UPDATE account SET spent = spent + :amount"
            " WHERE id = :id AND spent + held + :amount <= allowance RETURNING id",
            {"id": account_id, "amount": amount},
        )
        return bool(rows)

    await database.run(partial(spend, 7, 63_000))

The SQL is what SQLite 3.40 and PostgreSQL 15 have in common. Values are named (`:amount`) instead of
numbered, because mistakes in thirty numbered columns are easy to miss. SQLite understands the names as they
are. For PostgreSQL they become `$1, $2, …` in the order they first appear. Values that a statement doesn't
name are ignored. A failing statement ends the transaction. Its error isn't thrown into the generator.

**Alone or side by side.** SQLite has one writer, so every transaction is alone. On PostgreSQL, a transaction
is alone too, unless its first statement is `SIDE_BY_SIDE`. The steps of a picture use that, because there are
many of them. They run in parallel at READ COMMITTED, and each of their writes is correct in any order. If
that's impossible, the transaction yields `ALONE`. Then it's rolled back, and restarted when nothing else
runs.

**The lock order.** Every transaction that writes several accounts writes them in this order: the member's
grants by their end and id, the member's allowance, then the caps of the server (`server`, `operator_server`,
`operator`). The generation's own row comes before all of them. Two transactions on a database with row locks
can then wait for each other, but never in a circle. There's one exception: pictures that are ordered together
are held one after the other, so two such orders of one member can deadlock. The database ends one of them,
and it's restarted.

**Never read, decide and write.** Values can change between a transaction's read and its write. So each write
repeats what it relies on in its condition (`WHERE spent + held + :amount <= allowance`, or `WHERE spent =
:seen`), and the transaction reads again if nothing was written.
"""

from collections.abc import Callable, Generator, Iterable, Mapping
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

Value = int | str | bytes | None
Statement = tuple[str, Mapping[str, Value]]


class Row(Protocol):
    """A row of a result, read by column name."""

    def __getitem__(self, column: str, /) -> Any: ...

    def keys(self) -> Iterable[str]: ...


Rows = list[Row]
Transaction = Generator[Statement, Rows, T]

# For SQLite these are comments.
SIDE_BY_SIDE: Statement = ("-- side by side", {})
ALONE: Statement = ("-- alone", {})

# The maximum number of transactions side by side. A limit that's this close is checked alone.
MOST_SIDE_BY_SIDE = 10


class Database(Protocol):
    """Runs transactions from the event loop that opened it. SQLite's accepts any event loop."""

    async def run(self, transaction: Callable[[], Transaction[T]]) -> T:
        """Does everything in the transaction, or none of it. It's on disk before this returns.

        Takes a function that makes the transaction, because a database may have to restart it after a
        conflict with another one. Transactions run one after the other, or as if they did. An exception in
        the transaction rolls it back and is raised here. A caller who is cancelled while waiting can't know
        whether it was written. Raises `StorageUnavailable` if nothing could be written.
        """
        ...

    async def read(self, transaction: Transaction[T]) -> T:
        """Runs `transaction` on one consistent state, at least as new as every answer of `run`.

        Raises `StorageUnavailable`.
        """
        ...

    async def purge(self) -> bool:
        """Removes everything deleted or overwritten so far from the database's files, including its log.

        False if somebody still reads an older state after a while. Call it again then. Raises
        `StorageUnavailable`.
        """
        ...
