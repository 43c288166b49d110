"""Files that a page has uploaded and not used yet."""

import secrets
from collections import OrderedDict

from aiohttp import web

from playground.discord import Upload

KEPT = 10
LARGEST = 10 * 2**20  # bytes: Discord's default limit per file


class Uploads:
    """The newest files, each under an id that only the page that uploaded it knows."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, Upload] = OrderedDict()

    async def receive(self, request: web.Request) -> web.Response:
        """`POST /page/uploads?filename=…` with the file as its body. Answers its value for later requests."""
        if request.content_length is None or request.content_length > LARGEST:
            raise web.HTTPRequestEntityTooLarge(
                LARGEST, request.content_length or 0, text="Your files are too powerful. The limit is 10 MB."
            )
        upload = Upload(request.query.get("filename", "file"), await request.read(), request.content_type)
        id_ = secrets.token_urlsafe(12)
        self._files[id_] = upload
        while len(self._files) > KEPT:
            self._files.popitem(last=False)
        return web.json_response({"upload": id_})

    def resolve(self, value: object) -> object:
        """The file for a `value` that `receive` answered, also in a list. Other values are returned as they
        are.

        Raises KeyError for a file that's no longer kept.
        """
        if isinstance(value, list):
            return [self.resolve(each) for each in value]
        if isinstance(value, dict):
            return self._files[value["upload"]]
        return value
