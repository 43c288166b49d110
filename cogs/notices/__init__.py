"""Outbox: what is told without anybody having asked, to members privately and to the staff channel."""
