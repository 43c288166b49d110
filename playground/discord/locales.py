"""The languages of Discord's client (the OpenAPI document's AvailableLocalesEnum)."""

from playground.discord.users import Json

LOCALES = (
    *("ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr"),
    *("hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk"),
    *("vi", "zh-CN", "zh-TW"),
)

FALLBACKS = {"en-US": "en-GB", "en-GB": "en-US", "es-419": "es-ES"}
"""The client's fallback languages (`developers/interactions/application-commands.mdx`, Locale Fallbacks)."""


def localized(thing: Json, field: str, locale: str) -> str:
    """The `name` or `description` of a command, option or choice in a client with that language."""
    translations = thing.get(f"{field}_localizations") or {}
    found: str = translations.get(locale) or translations.get(FALLBACKS.get(locale)) or thing[field]
    return found
