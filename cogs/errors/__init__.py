"""Tells members what went wrong, privately and in their language, and logs it for the owner."""
