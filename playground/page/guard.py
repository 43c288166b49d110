"""Only this machine's own page and programs get in, and no uploaded file can act as the page.

A website that the reader visits can send requests to 127.0.0.1, or point its own name at that address (DNS
rebinding). The former have a foreign `Origin`, the latter a foreign `Host`. Both are refused.
"""

from aiohttp import web
from aiohttp.typedefs import Handler

NAMES = ("127.0.0.1", "localhost", "[::1]")
STATIC = "/page/static/"


class LocalOnly:
    """Refuses requests not meant for `port` on this machine, and limits what a browser can do with answers.

    `port` must be set before the first request.
    """

    port = 0

    @property
    def _hosts(self) -> set[str]:
        hosts = {f"{name}:{self.port}" for name in NAMES}
        return hosts | set(NAMES) if self.port == 80 else hosts

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answers 403 unless `Host`, and `Origin` if it's there, are this machine's."""
        host = request.headers.get("Host", "")
        if host not in self._hosts:
            raise web.HTTPForbidden(text="This playground only works on the machine it runs on.")
        if request.headers.get("Origin", f"http://{host}") != f"http://{host}":
            raise web.HTTPForbidden(text="This playground only answers its own page.")
        return await handler(request)

    async def add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        """For `on_response_prepare`. Only the page can run scripts, and only its own."""
        page = request.path == "/" or request.path.startswith(STATIC)
        response.headers.update(
            {
                "Content-Security-Policy": page_policy(request.host)
                if page
                else "default-src 'none'; sandbox",
                "Cross-Origin-Opener-Policy": "same-origin",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
                "X-Frame-Options": "DENY",
            }
        )
        if page:
            response.headers["Cache-Control"] = "no-cache"


def page_policy(host: str) -> str:
    """Scripts and styles from the page's own folder, pictures and data from this host, nothing inline."""
    static = f"http://{host}{STATIC}"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {static}",
            f"style-src {static}",
            "img-src 'self'",
            f"connect-src 'self' ws://{host}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
