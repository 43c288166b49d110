"""Sends the outbox's notices, to members privately and to the staff channel."""
