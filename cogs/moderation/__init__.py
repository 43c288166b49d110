"""Requests to moderators and their decisions: more tokens, and reported pictures."""
