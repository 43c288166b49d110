"""The bot without Discord: pictures, budgets, contests, and their adapters."""

__version__ = "0.1.0"
