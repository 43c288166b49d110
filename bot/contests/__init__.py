"""Prompt contests: rules, record and service. Knows no Discord and no database."""
