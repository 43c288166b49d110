"""The settings from the environment and `.env`, read once by `bot/__main__.py` and handed down."""

from bot.settings.secret import Secret
from bot.settings.settings import SETTINGS, Setting, Settings, SettingsError, near_misses
from bot.settings.sources import load

__all__ = ["SETTINGS", "Secret", "Setting", "Settings", "SettingsError", "load", "near_misses"]
