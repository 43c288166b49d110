"""The bot without Discord: what is asked, what it costs, who may spend it, and the edges that serve it."""

__version__ = "0.1.0"
