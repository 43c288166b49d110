"""What pictures cost and who may spend it."""
