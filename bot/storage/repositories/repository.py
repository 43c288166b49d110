"""Shared by the repositories: their database, and methods that are transactions."""

from collections.abc import Callable, Iterable
from functools import wraps
from types import CoroutineType
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.deadline import in_time
from bot.storage.database import Database, T, Transaction

P = ParamSpec("P")


class Repository:
    """Every public method is one transaction and can raise `StorageUnavailable`. Then nothing was written."""

    def __init__(self, database: Database) -> None:
        self._database = database


class QuotaBase(Repository):
    """For repositories that read budgets. `default_allowance` is the bot's, in tokens."""

    def __init__(self, database: Database, default_allowance: int) -> None:
        super().__init__(database)
        self._default_allowance = default_allowance


R = TypeVar("R", bound=Repository)


def writes(
    method: Callable[Concatenate[R, P], Transaction[T]],
) -> Callable[Concatenate[R, P], "CoroutineType[Any, Any, T]"]:
    """Turns a method that makes a transaction into an async one. Its writes are on disk when it returns.

    It waits until the caller's deadline at most. A queued transaction may still be written afterwards.
    """

    @wraps(method)
    async def run(self: R, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await in_time(self._database.run(lambda: method(self, *args, **kwargs)))

    return run  # type: ignore[return-value]  # for mypy it returns any Coroutine


def reads(
    method: Callable[Concatenate[R, P], Transaction[T]],
) -> Callable[Concatenate[R, P], "CoroutineType[Any, Any, T]"]:
    """Like `writes`, for a transaction that only reads."""

    @wraps(method)
    async def read(self: R, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await in_time(self._database.read(method(self, *args, **kwargs)))

    return read  # type: ignore[return-value]  # as above


def sql_list(values: Iterable[str]) -> str:
    """Our own words as a list for a statement, such as `'held', 'requested'`."""
    return ", ".join(f"'{value}'" for value in values) or "NULL"
