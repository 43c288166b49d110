"""Everything that knows Discord: the client, the commands, the cards, and the answers to errors."""

from discord import VoiceClient

# Easel has no voice: hints about libraries for it would only puzzle the operator.
VoiceClient.warn_nacl = False
VoiceClient.warn_dave = False
