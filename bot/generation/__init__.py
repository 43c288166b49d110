"""What is asked for, and the life of one picture from hold to delivery."""
