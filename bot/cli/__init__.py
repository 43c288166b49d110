"""The command line, without Discord: what the bot's owner can type, and what each command does and prints.

`arguments` turns words into one of a few frozen dataclasses. The other modules run the commands, with one
module for each group. `bot/__main__.py` gives them what they need.
"""
