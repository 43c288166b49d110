"""What pictures cost, and who can spend how much."""
