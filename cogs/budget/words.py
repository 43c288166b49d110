"""What Discord shows of `/budget` before it runs."""

NAME = "budget"
DESCRIPTION = "Your tokens in this server"
SHOW = "show"
SHOW_DESCRIPTION = "What you have used, what is held, what is left, and when it renews"
HISTORY = "history"
HISTORY_DESCRIPTION = "Your pictures in this server, and what each of them cost"

NEWEST = "Newest"
OLDER = "Older"
