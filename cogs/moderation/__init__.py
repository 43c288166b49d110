"""What members ask of moderators, and what moderators decide: more tokens, and reported pictures."""
