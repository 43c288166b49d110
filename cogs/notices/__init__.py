"""Sends the outbox's notices, privately to members and to the staff channel."""
