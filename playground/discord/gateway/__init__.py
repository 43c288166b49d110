"""The gateway: sessions, their replay, and the websocket connections that carry them.

Source: `developers/events/gateway.mdx` and `developers/events/gateway-events.mdx`.
"""

from playground.discord.gateway.hub import Gateway

__all__ = ["Gateway"]
