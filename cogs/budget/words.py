"""What Discord shows of `/budget` before it runs."""

NAME = "budget"
DESCRIPTION = "Your tokens in this server"
SHOW = "show"
SHOW_DESCRIPTION = "What you have used, what is held, what is left, and when it renews"
