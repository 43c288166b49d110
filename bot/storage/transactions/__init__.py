"""What is written and read, statement by statement, for every database: see `bot.storage.database`."""
