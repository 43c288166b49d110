"""`/privacy`: exporting and erasing a member's data, and forgetting servers that removed the bot."""
