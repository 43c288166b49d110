"""Uploaded files and the signed, expiring addresses that serve them.

Source: `developers/reference.mdx`, Signed Attachment CDN URLs and Uploading Files.
"""

import hashlib
import hmac
import io
import mimetypes
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from PIL import Image

from playground.discord.snowflakes import Clock
from playground.discord.users import Json

LINK_SECONDS = 24 * 3600
MOST_STORED_BYTES = 512 * 2**20
SPOILER_FLAG = 1 << 5


@dataclass(frozen=True)
class UploadedFile:
    """One `files[n]` part of a request, or a file that a person adds. `index` is n."""

    index: int
    filename: str
    content: bytes


@dataclass(eq=False)
class Attachment:
    """A stored file. `filename` is the given name made safe. Width and height are in pixels."""

    id: int
    channel_id: int
    filename: str
    content: bytes = field(repr=False)
    size: int
    content_type: str | None
    ephemeral: bool = False
    description: str | None = None
    title: str | None = None
    spoiler: bool = False
    width: int | None = None
    height: int | None = None


def make_attachment(attachment_id: int, channel_id: int, upload: UploadedFile) -> Attachment:
    """A file as Discord keeps it, with a safe name, a type from that name, and a picture's size."""
    filename = re.sub(r"[^A-Za-z0-9_.\-]", "_", upload.filename).lstrip(".") or "unknown"
    width, height = _picture_size(upload.content)
    return Attachment(
        id=attachment_id,
        channel_id=channel_id,
        filename=filename,
        content=upload.content,
        size=len(upload.content),
        content_type=mimetypes.guess_type(filename)[0],
        spoiler=filename.startswith("SPOILER_"),
        width=width,
        height=height,
    )


def _picture_size(content: bytes) -> tuple[int | None, int | None]:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.size
    except (OSError, ValueError, Image.DecompressionBombError):
        return None, None


class Files:
    """Every file that a message still shows.

    The oldest files are dropped when the total grows too large, so that a playground can run for days. Their
    messages stay, but their addresses no longer work.
    """

    def __init__(self, clock: Clock, base_url: Callable[[], str]) -> None:
        self._clock = clock
        self._base_url = base_url
        self._key = secrets.token_bytes(32)
        self._stored: dict[int, Attachment] = {}
        self._bytes = 0

    def add(self, attachment: Attachment) -> None:
        """Stores a new file, or updates a known one."""
        self._bytes += attachment.size - self._size(attachment.id)
        self._stored[attachment.id] = attachment
        while self._bytes > MOST_STORED_BYTES and len(self._stored) > 1:
            oldest = next(iter(self._stored.values()))
            self.remove(oldest)
            oldest.content = b""

    def remove(self, attachment: Attachment) -> None:
        self._bytes -= self._size(attachment.id)
        self._stored.pop(attachment.id, None)

    def _size(self, attachment_id: int) -> int:
        stored = self._stored.get(attachment_id)
        return stored.size if stored else 0

    def url(self, attachment: Attachment) -> str:
        """An address that works for at least another day."""
        issued = int(self._clock()) // 3600 * 3600
        expires = issued + 3600 + LINK_SECONDS
        path = self._path(attachment)
        signature = self._sign(path, f"{expires:x}", f"{issued:x}")
        return f"{self._base_url()}{path}?ex={expires:x}&is={issued:x}&hm={signature}&"

    def payload(self, attachment: Attachment) -> Json:
        """The attachment object."""
        url = self.url(attachment)
        optional = {
            "width": attachment.width,
            "height": attachment.height,
            "content_type": attachment.content_type,
            "description": attachment.description,
            "title": attachment.title,
            "ephemeral": attachment.ephemeral or None,
        }
        return {
            "id": str(attachment.id),
            "filename": attachment.filename,
            "size": attachment.size,
            "url": url,
            "proxy_url": url,
            "flags": SPOILER_FLAG if attachment.spoiler else 0,
        } | {name: value for name, value in optional.items() if value is not None}

    def open(self, path: str, query: dict[str, str]) -> Attachment | None:
        """The file behind an address. None if it's gone, or the link is wrong or expired."""
        attachment = self.identify(path)
        expires, issued = query.get("ex", ""), query.get("is", "")
        if attachment is None or not re.fullmatch(r"[0-9a-f]{1,16}", expires):
            return None
        if not hmac.compare_digest(query.get("hm", ""), self._sign(path, expires, issued)):
            return None
        return attachment if int(expires, 16) > self._clock() else None

    def identify(self, url: str) -> Attachment | None:
        """The stored file that an address names, signed or not."""
        match = re.search(r"/(?:ephemeral-)?attachments/\d+/(\d+)/[^/]+$", urlsplit(url).path)
        attachment = self._stored.get(int(match[1])) if match else None
        return attachment if attachment and self._path(attachment) in url else None

    def _path(self, attachment: Attachment) -> str:
        folder = "ephemeral-attachments" if attachment.ephemeral else "attachments"
        return f"/{folder}/{attachment.channel_id}/{attachment.id}/{quote(attachment.filename)}"

    def _sign(self, path: str, expires: str, issued: str) -> str:
        return hmac.new(self._key, f"{path}?{expires}&{issued}".encode(), hashlib.sha256).hexdigest()
