"""The files of messages at their signed addresses."""

import re

from aiohttp import web

from playground.discord.world import World

GONE = "This content is no longer available."


class FileRoutes:
    def __init__(self, world: World) -> None:
        self._world = world

    def add_routes(self, app: web.Application) -> None:
        for folder in ("attachments", "ephemeral-attachments"):
            app.router.add_get(f"/{folder}/{{channel_id}}/{{attachment_id}}/{{filename}}", self.file)
        for folder in ("avatars", "icons", "embed", "app-icons"):
            app.router.add_get(f"/{folder}/{{path:.*}}", self.no_picture)

    async def file(self, request: web.Request) -> web.Response:
        """The file. 404 if it's gone, or the link is wrong or expired."""
        file = self._world.files.open(request.rel_url.raw_path, dict(request.query))
        if file is None:
            return web.Response(status=404, text=GONE)
        kind = file.content_type or "application/octet-stream"
        # Pictures are shown. Anything else is downloaded and never runs in the page's origin.
        shown = re.match(r"(image/(png|jpeg|webp|gif)|text/plain)$", kind)
        return web.Response(
            body=file.content,
            content_type=kind,
            headers={
                "Content-Disposition": "inline" if shown else f'attachment; filename="{file.filename}"',
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, max-age=3600",
            },
        )

    async def no_picture(self, _: web.Request) -> web.Response:
        """Nobody has an avatar here, and no guild has an icon."""
        return web.Response(status=404)
