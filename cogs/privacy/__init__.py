"""`/privacy`: what is kept of people, to look at and to take away; and what becomes of servers left."""
