"""The client with all its features, as the tests of cogs/ build it."""

from tests.cogs.conftest import budgets, client, meta, office, privacy, service

__all__ = ["budgets", "client", "meta", "office", "privacy", "service"]
