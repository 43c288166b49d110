"""Requests for pictures, and the life of one picture from hold to delivery."""
