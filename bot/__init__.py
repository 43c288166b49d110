"""The bot without Discord: what is asked, what it costs, who may spend it, and the edges that serve it."""
