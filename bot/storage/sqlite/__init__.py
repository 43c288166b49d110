"""The SQLite database: one writer with group commit, separate readers, migrations."""
