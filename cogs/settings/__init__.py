"""`/settings`: moderators' decisions about pictures on their server."""
