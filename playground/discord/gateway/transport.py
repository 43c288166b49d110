"""Compression of the gateway's frames (`developers/events/gateway.mdx`, Transport Compression).

Each connection has one context. Every message is flushed but never finished, so that the client can read it
at once.
"""

import importlib
import zlib
from typing import Any, Protocol


class Codec(Protocol):
    """Turns a message into the content of one frame: bytes for a binary frame, text for a text frame."""

    def encode(self, message: str) -> bytes | str: ...


class Plain:
    """No transport compression."""

    def encode(self, message: str) -> bytes | str:
        return message


class ZlibStream:
    """`compress=zlib-stream`: each message ends in 00 00 ff ff."""

    def __init__(self) -> None:
        self._context = zlib.compressobj()

    def encode(self, message: str) -> bytes | str:
        return self._context.compress(message.encode()) + self._context.flush(zlib.Z_SYNC_FLUSH)


class ZstdStream:
    """`compress=zstd-stream`, if Python has zstd (3.14 and later)."""

    def __init__(self, zstd: Any) -> None:
        self._context = zstd.ZstdCompressor()

    def encode(self, message: str) -> bytes | str:
        frame: bytes = self._context.compress(message.encode(), mode=self._context.FLUSH_BLOCK)
        return frame


def make_codec(asked: str) -> Codec:
    """The codec for the address's `compress=`.

    A client that asks for zstd on a Python without it gets plain text frames, which every client accepts.
    """
    if asked == "zlib-stream":
        return ZlibStream()
    if asked == "zstd-stream":
        try:
            return ZstdStream(importlib.import_module("compression.zstd"))
        except ImportError:
            return Plain()
    return Plain()
