"""Everything that knows Discord: the client, the commands, the cards, and error messages."""
