"""`/settings`: what moderators decide about pictures on their server."""
