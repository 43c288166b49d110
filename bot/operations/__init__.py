"""What the operator can ask of the books, of the provider and of the database, without Discord."""
