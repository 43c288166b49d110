"""A table of sentences, by what was raised."""

from collections.abc import Callable, Mapping
from typing import Any

# Fixed, or made of the error's data.
Sentence = str | Callable[[Any], str]


def spoken(table: Mapping[Any, Sentence], error: BaseException) -> str | None:
    """The sentence of the error's class or of the nearest class it derives from; None where there is none."""
    for kind in type(error).__mro__:
        if kind in table:
            text = table[kind]
            return text if isinstance(text, str) else text(error)
    return None
