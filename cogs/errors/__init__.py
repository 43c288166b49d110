"""Tells members what went wrong, in private and in their language, and the owner in the log."""
