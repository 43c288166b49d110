"""Who changed what: an append-only log that every feature can add its own kinds of entries to."""
