"""The REST API v10, limited to the routes a bot like this uses. Any other route fails loudly."""

from playground.discord.rest.front import Front

__all__ = ["Front"]
