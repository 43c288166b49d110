"""`/budget`: what a member may spend, and what is left of it."""
