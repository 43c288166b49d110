"""A member's data as a file."""

import asyncio
import gzip
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import discord

from bot.budgets.privacy import Rows

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


async def data_file(user_id: int, portions: AsyncIterator[tuple[str, Rows]], limit: int) -> DataFile | None:
    """Readable JSON in at most `limit` bytes, compressed if necessary. None if that's not enough.

    `portions` come from `Privacy.export`.
    """
    whole, packed = io.BytesIO(), io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as archive:
        async for data in _json(user_id, portions):
            if whole.tell() <= limit:
                whole.write(data)
            await asyncio.to_thread(archive.write, data)
            if packed.tell() > limit:
                return None
    if whole.tell() <= limit - MARGIN:
        return DataFile("easel-data.json", whole.getvalue())
    return DataFile("easel-data.json.gz", packed.getvalue()) if packed.tell() <= limit - MARGIN else None


async def _json(user_id: int, portions: AsyncIterator[tuple[str, Rows]]) -> AsyncIterator[bytes]:
    """One JSON object in parts: the ID, and a list of rows for each kind."""
    yield f'{{"user_id": "{user_id}"'.encode()
    current, empty = None, True
    async for kind, rows in portions:
        if kind != current:
            yield f'{"" if current is None else "]"},\n"{kind}": ['.encode()
            current, empty = kind, True
        if rows:
            yield await asyncio.to_thread(_lines, rows, first=empty)
            empty = False
    yield b"}\n" if current is None else b"]}\n"


def _lines(rows: Rows, *, first: bool) -> bytes:
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, indent=2) for row in rows)
    return f"{'' if first else ','}\n{lines}".encode("utf-8", "replace")
