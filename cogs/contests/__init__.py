"""Prompt contests on Discord."""
