"""The numbers on an axis."""

import math

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(lowest: int, highest: int, most: int = 5) -> list[int]:
    """Round numbers between `lowest`, at most 0, and the first that is not below `highest`, at least 0.

    Zero is among them; they are `most` or one or two more.
    """
    span = max(highest - lowest, 1)
    size = 10 ** max(0, math.floor(math.log10(span / most)))
    steps = (int(size * step) for step in STEPS if (size * step).is_integer())
    step = next(step for step in steps if step * most >= span)
    return list(range(step * math.ceil(lowest / step), highest + step, step))


def compact(amount: int) -> str:
    """`0`, `63k`, `1.5m`: as amounts may be typed as well."""
    for unit, letter in ((1_000_000, "m"), (1_000, "k")):
        if abs(amount) >= unit:
            return f"{amount / unit:,.2f}".rstrip("0").rstrip(".") + letter
    return str(amount)
