"""`/privacy`: exporting and erasing a member's data, and deleting that of servers that removed the bot."""
