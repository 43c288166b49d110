"""All texts on Discord, from the Fluent catalogues in locales/."""

from cogs.texts.catalogue import Catalogue, Texts
from cogs.texts.reader import private_texts, public_texts

__all__ = ["Catalogue", "Texts", "private_texts", "public_texts"]
