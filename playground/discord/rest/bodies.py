"""Request bodies: JSON, forms, and forms with files (`developers/reference.mdx`, Uploading Files)."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from playground.discord.attachments import UploadedFile
from playground.discord.errors import refusal
from playground.discord.forms import Problems

MOST_REQUEST_BYTES = 1 << 30
"""Only protects this machine. Discord's own limits are per file."""


@dataclass
class Body:
    """`data` is the JSON, or {} if there's none."""

    data: Any = field(default_factory=dict)
    uploads: list[UploadedFile] = field(default_factory=list)


async def read_body(request: web.Request) -> Body:
    """Raises 50109 for bad JSON, 50035 for a content type that Discord doesn't accept."""
    request = request.clone(client_max_size=MOST_REQUEST_BYTES)
    if not request.can_read_body:
        return Body()
    if request.content_type == "multipart/form-data":
        return await _read_multipart(request)
    if request.content_type == "application/x-www-form-urlencoded":
        form = await request.post()
        return Body(_from_form({name: str(value) for name, value in form.items()}))
    raw = await request.read()
    if raw and request.content_type != "application/json":
        problems = Problems()
        problems.add(
            (),
            "CONTENT_TYPE_INVALID",
            'Expected "Content-Type" header to be one of {"application/json", "multipart/form-data"}.',
        )
        problems.raise_if_any()
    return Body(_parsed(raw) if raw else {})


async def _read_multipart(request: web.Request) -> Body:
    fields: dict[str, str] = {}
    uploads: list[UploadedFile] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        file = re.fullmatch(r"files\[(\d+)\]", part.name)
        if file:
            content = bytes(await part.read(decode=False))
            uploads.append(UploadedFile(int(file[1]), part.filename or "unknown", content))
        else:
            fields[part.name] = await part.text()
    return Body(_from_form(fields), uploads)


def _from_form(fields: dict[str, str]) -> Any:
    """`payload_json`, or without it the few fields that a form can have by themselves."""
    if "payload_json" in fields:
        return _parsed(fields["payload_json"].encode())
    data: dict[str, Any] = {}
    if "content" in fields:
        data["content"] = fields["content"]
    if "tts" in fields:
        data["tts"] = fields["tts"] == "true"
    return data


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise refusal(50109) from None
