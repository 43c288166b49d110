"""The label "made by AI" in a file, and no other metadata about its origin.

The label is IPTC's `DigitalSourceType` as XMP, which search engines and social networks read. Pixels don't
change, because the file is only split into its segments and reassembled. Everything a viewer needs to show
the picture stays (color profile, gamma, orientation). Comments, EXIF and anything else that could contain a
prompt are removed.
"""

import re
import struct
from collections.abc import Iterator

from PIL import Image

from bot.errors import NotAPicture
from bot.generation.models import PictureFormat, Size
from bot.pictures import png

XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>'
    '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
).encode()

PNG_KEPT = frozenset(
    b"tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs acTL fcTL fdAT".split(),
)
JPEG_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
ORIENTATION = 0x0112  # EXIF's tag


def labelled(data: bytes, kind: PictureFormat, size: Size) -> bytes:
    """The same picture with the label as its only metadata. Labelling it again changes nothing.

    A viewable file with an unknown structure stays as it is.
    """
    try:
        match kind:
            case PictureFormat.PNG:
                return _png(data)
            case PictureFormat.JPEG:
                return _jpeg(data)
            case PictureFormat.WEBP:
                return _webp(data, size)
    except (ValueError, LookupError, struct.error, NotAPicture):
        return data


def _orientation(exif: bytes) -> bytes:
    """EXIF with only the picture's orientation. Empty if it's upright."""
    found = Image.Exif()
    try:
        found.load(exif)
        turned = found.get(ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - broken EXIF raises anything, and turns nothing
        return b""
    if turned not in range(2, 9):
        return b""
    kept = Image.Exif()
    kept[ORIENTATION] = turned
    return bytes(kept.tobytes())


def _png(data: bytes) -> bytes:
    chunks = png.read_chunks(data)
    extra = [(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)]
    turned = [_orientation(data[chunk.start : chunk.end]) for chunk in chunks if chunk.kind == b"eXIf"]
    extra += [(b"eXIf", exif.removeprefix(b"Exif\0\0")) for exif in turned[:1] if exif]
    return png.assembled(data, [c for c in chunks if c.critical or c.kind in PNG_KEPT], *extra)


def _jpeg(data: bytes) -> bytes:
    first: list[bytes | memoryview] = [b"\xff\xd8"]
    label = [_jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)]
    rest: list[bytes | memoryview] = []
    view = memoryview(data)
    for marker, start, end in _jpeg_segments(data):
        content = data[start + 4 : end]
        if marker == 0xDA:
            rest += [view[start : _jpeg_end(data, end)], b"\xff\xd9"]
            return b"".join([*first, *label, *rest])
        if marker == 0xE0 and content[:4] == b"JFIF":
            first.append(view[start:end])
        elif marker == 0xE1 and content[:6] == b"Exif\0\0":
            if exif := _orientation(content):
                label.append(_jpeg_segment(0xE1, exif))
        elif marker == 0xEE or (marker == 0xE2 and content[:11] == b"ICC_PROFILE") or not _is_comment(marker):
            rest.append(view[start:end])
    raise ValueError("no scan")


def _is_comment(marker: int) -> bool:
    return 0xE0 <= marker <= 0xEF or marker == 0xFE


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """(marker, start, end) of each segment up to the first scan. A scan's segment is its header."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("no marker")
        if data[at + 1] == 0xFF:  # padding
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end > len(data):
            raise ValueError("cut short")
        yield data[at + 1], at, end
        at = end


def _jpeg_end(data: bytes, at: int) -> int:
    """Where the first picture ends: before its end mark, or with the file. A preview can follow it."""
    while found := JPEG_MARKER.search(data, at):
        if data[found.end() - 1] == 0xD9:
            return found.start()
        at = found.end()
        if data[at - 1] != 0xD8:
            at += int.from_bytes(data[at : at + 2], "big")
    return len(data)


def _jpeg_segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _webp(data: bytes, size: Size) -> bytes:
    flags, kept = 0, list[bytes | memoryview]()
    exif = b""
    for kind, start, end in _riff_chunks(data):
        match kind:
            case b"VP8X":
                flags |= data[start + 8] & 0b0011_0010  # profile, transparency, animation
                size = Size(
                    *(1 + int.from_bytes(data[start + at : start + at + 3], "little") for at in (12, 15))
                )
                continue
            case b"EXIF":
                exif = _orientation(data[start + 8 : end])
                continue
            case b"XMP ":
                continue
            case b"VP8L" if data[start + 12] & 0x10:
                flags |= 0x10
        kept.append(memoryview(data)[start : end + (end - start) % 2])
    flags |= 0x04 | (0x08 if exif else 0)
    sides = b"".join((side - 1).to_bytes(3, "little") for side in (size.width, size.height))
    parts = [_riff_chunk(b"VP8X", bytes((flags, 0, 0, 0)) + sides), *kept]
    if exif:
        parts.append(_riff_chunk(b"EXIF", exif.removeprefix(b"Exif\0\0")))
    parts.append(_riff_chunk(b"XMP ", XMP))
    body = b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _riff_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    stop = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= stop:
        end = at + 8 + int.from_bytes(data[at + 4 : at + 8], "little")
        if end > len(data):
            raise ValueError("cut short")
        yield data[at : at + 4], at, end
        at = end + (end - at) % 2


def _riff_chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
