"""The client with all its features, as the tests of cogs/ build it."""

from tests.cogs.conftest import (
    budgets,
    client,
    discord_here,
    library,
    meta,
    office,
    privacy,
    scene,
    servers,
    service,
)

__all__ = [
    "budgets",
    "client",
    "discord_here",
    "library",
    "meta",
    "office",
    "privacy",
    "scene",
    "servers",
    "service",
]
