"""SQLite as the database: one writer with group commit, readers of their own, migrations."""
