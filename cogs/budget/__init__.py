"""`/budget`: what a member can spend, and how much is left."""
