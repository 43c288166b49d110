"""Prompt contests: rules, record and service, without Discord and without a database."""
