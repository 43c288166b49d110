"""The port to a database: what it promises, and how statements reach it.

A transaction is a generator: it yields a statement with its values, receives the rows, and returns a
result. It knows nothing about the driver, so it's written once for every database:

    def spend(account_id: int, amount: int) -> Transaction[bool]:
        rows = yield (
            "UPDATE account SET spent = spent + :amount"
            " WHERE id = :id AND spent + held + :amount <= allowance RETURNING id",
            {"id": account_id, "amount": amount},
        )
        return bool(rows)

    await database.run(partial(spend, 7, 63_000))

The SQL is what SQLite 3.40 and PostgreSQL 15 have in common. Values are named (`:amount`) rather than
numbered: a row of a generation has thirty columns, where numbers go wrong unseen. SQLite understands the
names as they are; for PostgreSQL they become `$1, $2, …` in the order they first appear. Values that a
statement doesn't name are left aside.
An error of a statement ends the transaction; it isn't thrown into the generator.

**The lock order.** Every transaction that writes several accounts writes them in this order: the member's
grants by their end and id, the member's allowance, then the caps of the server (`server`,
`operator_server`, `operator`). The generation's own row comes before all of them. Two transactions that meet
on a database with row locks then wait for each other, and never in a circle.

**Never read, decide and write.** What a transaction read may have changed before it writes. So each write
repeats, in its condition, what it relies on (`WHERE spent + held + :amount <= allowance`, or
`WHERE spent = :seen`), and the transaction looks again if nothing was written.
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


class Database(Protocol):
    """Runs transactions, from any event loop and any thread."""

    async def run(self, transaction: Callable[[], Transaction[T]]) -> T:
        """Does everything in the transaction, or none of it. It's on disk before this returns.

        Takes a function that makes the transaction, because a database may have to start it again after a
        conflict with another one. Transactions run one after the other, or as if they did. An exception
        raised by the transaction rolls it back and is raised here. A caller who is cancelled while waiting
        can't know whether it was written.
        Raises `StorageUnavailable` if nothing could be written.
        """
        ...

    async def read(self, transaction: Transaction[T]) -> T:
        """What `transaction` reads: one consistent state, at least as new as all that `run` has answered.

        Raises `StorageUnavailable`.
        """
        ...

    async def purge(self) -> bool:
        """Removes everything deleted or overwritten so far from the database's files, its log included.

        False if somebody still reads an older state after a while. It can be called again then.
        Raises `StorageUnavailable`.
        """
        ...
