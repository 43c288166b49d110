"""Discord's ids as people type them."""

import re

LARGEST = 2**63 - 1  # what fits into a database column, and far larger than Discord's ids

_ID = re.compile(r"[0-9]{1,19}")


def parse_snowflake(text: str) -> int:
    """Reads an id: digits, above zero and below 2^63. Raises `ValueError` for anything else."""
    text = text.strip()
    number = int(text) if _ID.fullmatch(text) else 0
    if not 0 < number <= LARGEST:
        raise ValueError("not an id")
    return number
