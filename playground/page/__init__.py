"""The playground's web page: a member's view of a Discord client, and the playground's own controls."""

from playground.page.guard import LocalOnly
from playground.page.site import Page

__all__ = ["LocalOnly", "Page"]
