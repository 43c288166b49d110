"""What a server's moderators decide about pictures: where, by whom, how many, and what isn't allowed."""
