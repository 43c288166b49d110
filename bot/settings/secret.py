"""Values that must never be seen by accident."""

from typing import NoReturn


class Secret:
    """A value that only `reveal` shows. repr, str, f-strings and logging print stars.

    False if it isn't set, so that commands that don't need it can check.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself, only for the call that has to send it."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "Secret('***')" if self._value else "Secret('')"

    def __str__(self) -> str:
        return "***" if self._value else ""

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret must not be stored, so it can't be pickled")
