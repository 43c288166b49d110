"""Reads PNG files chunk by chunk, because Pillow refuses a whole file for one bad comment."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import NotAPicture

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIECE = 64 * 1024  # bytes of compressed data inflated at a time
# Bytes of pixels at a time. For larger pieces, the system hands out fresh memory each time.
INFLATED = 2**18
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by color type
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


@dataclass(frozen=True, slots=True)
class Chunk:
    """`start` and `end` are its content's position in the file."""

    kind: bytes
    start: int
    end: int

    @property
    def critical(self) -> bool:
        """Whether the picture can't be shown without it."""
        return not self.kind[0] & 0x20


@dataclass(frozen=True, slots=True)
class Header:
    width: int
    height: int
    depth: int
    color: int
    interlaced: bool

    def stride(self, width: int) -> int:
        """The bytes of a row of `width` pixels, with its filter byte."""
        return 1 + -(-width * CHANNELS[self.color] * self.depth // 8)

    @property
    def length(self) -> int:
        """The bytes of all rows before compression."""
        if not self.interlaced:
            return self.stride(self.width) * self.height
        return sum(
            self.stride(-(-(self.width - x) // across)) * -(-(self.height - y) // down)
            for x, y, across, down in ADAM7
            if self.width > x and self.height > y
        )


def read_chunks(data: bytes) -> list[Chunk]:
    """All chunks up to the end mark, without ancillary ones with wrong checksums.

    Raises `NotAPicture` if the file is cut short or a critical chunk is damaged.
    """
    chunks: list[Chunk] = []
    view = memoryview(data)
    at = len(SIGNATURE)
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        chunk = Chunk(kind, at + 8, at + 8 + length)
        if kind == b"IEND":  # nothing depends on its checksum
            return [*chunks, Chunk(kind, at + 8, at + 8)]
        if chunk.end + 4 > len(data):
            break
        if zlib.crc32(view[at + 4 : chunk.end]) == int.from_bytes(view[chunk.end : chunk.end + 4], "big"):
            chunks.append(chunk)
        elif chunk.critical:
            raise NotAPicture("a PNG with a damaged chunk")
        at = chunk.end + 4
    raise NotAPicture("a PNG that is cut short")


def read_header(data: bytes) -> Header:
    """Raises `NotAPicture` if the file doesn't start like a PNG."""
    if len(data) < 33 or data[12:16] != b"IHDR" or data[8:12] != b"\0\0\0\r":
        raise NotAPicture("a PNG without a header")
    width, height, depth, color, compression, filtering, interlaced = struct.unpack_from(">IIBBBBB", data, 16)
    if not width or not height or compression or filtering or interlaced > 1:
        raise NotAPicture("a PNG with a wrong header")
    if depth not in DEPTHS.get(color, ()):
        raise NotAPicture("a PNG with a wrong header")
    return Header(width, height, depth, color, bool(interlaced))


def check_pixels(data: bytes, chunks: list[Chunk], header: Header) -> None:
    """Inflates every row once. Raises `NotAPicture` if rows are missing or damaged."""
    if header.color == 3 and not any(chunk.kind == b"PLTE" for chunk in chunks):
        raise NotAPicture("a PNG without its palette")
    stride, wanted, seen = header.stride(header.width), header.length, 0
    try:
        for rows in _inflated(data, chunks):
            if not header.interlaced and max(rows[-seen % stride : wanted - seen : stride], default=0) > 4:
                raise NotAPicture("a PNG with damaged rows")
            seen += len(rows)
            if seen >= wanted:
                return
    except zlib.error:
        raise NotAPicture("a PNG with damaged rows") from None
    raise NotAPicture(f"a PNG with only {100 * seen // wanted} % of its rows")


def _inflated(data: bytes, chunks: list[Chunk]) -> Iterator[bytes]:
    stream, view = zlib.decompressobj(), memoryview(data)
    for chunk in chunks:
        if chunk.kind != b"IDAT":
            continue
        for at in range(chunk.start, chunk.end, PIECE):
            piece: bytes | memoryview = view[at : min(at + PIECE, chunk.end)]
            while len(piece):
                yield stream.decompress(piece, INFLATED)
                piece = stream.unconsumed_tail
    yield stream.flush()


def is_animated(data: bytes) -> bool:
    """Whether it's an APNG with more than one frame. Raises `NotAPicture`."""
    kinds = [chunk.kind for chunk in read_chunks(data)]
    return b"acTL" in kinds and kinds.count(b"fcTL") > 1


def inflates(compressed: bytes, limit: int) -> bool:
    """Whether it's intact, and at most `limit` bytes once inflated."""
    stream = zlib.decompressobj()
    try:
        return len(stream.decompress(compressed, limit + 1)) <= limit and stream.eof
    except zlib.error:
        return False


def assembled(data: bytes, chunks: list[Chunk], *extra: tuple[bytes, bytes]) -> bytes:
    """The file with only `chunks`, and with `extra` (kind, content) right after its header."""
    view = memoryview(data)
    parts: list[bytes | memoryview] = [SIGNATURE]
    for chunk in chunks:
        if chunk.kind == b"IEND":
            parts.append(encoded_chunk(b"IEND", b""))
            break
        parts.append(view[chunk.start - 8 : chunk.end + 4])
        if chunk.kind == b"IHDR":
            parts += [encoded_chunk(kind, content) for kind, content in extra]
    return b"".join(parts)


def encoded_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
