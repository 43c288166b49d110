"""The bot without Discord: pictures, budgets, contests, and the edges they need."""

__version__ = "0.1.0"
