"""A catalogue that raises where the bot would fall back to English."""

import functools

from cogs.texts.catalogue import Catalogue, languages, locales_folder

_languages = functools.cache(languages)


def strict_catalogue() -> Catalogue:
    """A new catalogue for each test, since it stores command IDs. Its files are only read once."""
    return Catalogue(_languages(locales_folder()), strict=True)
