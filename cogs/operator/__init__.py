"""`/operator`: what whoever runs the bot sees and decides, in a server of their own."""
