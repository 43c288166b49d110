"""A member's data as a file."""

import gzip
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import discord

# Discord counts the whole request. The rest of it is small.
MARGIN = 16 * 1024


@dataclass(frozen=True, slots=True)
class DataFile:
    """`data` as it's sent."""

    name: str
    data: bytes = field(repr=False)

    @property
    def packed(self) -> bool:
        return self.name.endswith(".gz")

    def upload(self) -> discord.File:
        return discord.File(io.BytesIO(self.data), self.name)


def data_file(found: Mapping[str, Any], limit: int) -> DataFile | None:
    """Readable JSON in at most `limit` bytes, compressed if necessary. None if that's not enough.

    CPU-bound, so don't call it on the event loop.
    """
    data = json.dumps(found, ensure_ascii=False, indent=2).encode("utf-8", "replace")
    if len(data) <= limit - MARGIN:
        return DataFile("easel-data.json", data)
    packed = gzip.compress(data, mtime=0)
    return DataFile("easel-data.json.gz", packed) if len(packed) <= limit - MARGIN else None
