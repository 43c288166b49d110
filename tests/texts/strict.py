"""A catalogue that raises where the bot would fall back to English."""

import functools

from cogs.texts.catalogue import Catalogue, locales_folder, parsed

_parsed = functools.cache(parsed)


def strict_catalogue() -> Catalogue:
    """A catalogue of its own for each test, since command IDs are kept in it, from files parsed once."""
    return Catalogue(_parsed(locales_folder()), strict=True)
