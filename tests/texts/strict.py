"""A catalogue that raises where the bot would fall back to English."""

import functools

from cogs.texts.catalogue import Catalogue, languages, locales_folder

_languages = functools.cache(languages)


def strict_catalogue() -> Catalogue:
    """A catalogue of its own for each test, since command IDs are kept in it, from files read once."""
    return Catalogue(_languages(locales_folder()), strict=True)
