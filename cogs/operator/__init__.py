"""`/operator`: commands for the bot's owner, on their own server."""
