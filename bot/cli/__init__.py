"""The command line, without Discord: what the bot's owner types, and what each command does and says.

`arguments` turns words into one of a few frozen dataclasses. The other modules carry commands out, one module
for each group. They get what they work with from `bot/__main__.py`.
"""
