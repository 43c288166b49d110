"""The bot without Discord: what is asked for, what it costs, who may spend it, and the edges that serve it."""
