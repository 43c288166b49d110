"""`/quota`: what moderators do with budgets."""
