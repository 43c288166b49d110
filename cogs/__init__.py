"""Everything that knows Discord: the client, the commands, the cards, and the answers to errors."""
