"""Which events a session has asked for (`developers/events/gateway.mdx`, List of Intents)."""

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
GUILD_EXPRESSIONS = 1 << 3
GUILD_PRESENCES = 1 << 8
GUILD_MESSAGES = 1 << 9
DIRECT_MESSAGES = 1 << 12
MESSAGE_CONTENT = 1 << 15
ALL = sum(1 << bit for bit in (*range(18), 20, 21, 24, 25))
"""Bit 17 is undocumented, but Discord takes it and interactions.py asks for it."""

_APPLICATION_FLAGS = {
    GUILD_PRESENCES: 1 << 12 | 1 << 13,
    GUILD_MEMBERS: 1 << 14 | 1 << 15,
    MESSAGE_CONTENT: 1 << 18 | 1 << 19,
}

_BY_EVENT = {
    "GUILD_EMOJIS_UPDATE": GUILD_EXPRESSIONS,
    "GUILD_MEMBER_ADD": GUILD_MEMBERS,
    "GUILD_MEMBER_UPDATE": GUILD_MEMBERS,
    "GUILD_MEMBER_REMOVE": GUILD_MEMBERS,
}


def disallowed(intents: int, application_flags: int) -> bool:
    """Whether a privileged intent is asked for that the application has not been given."""
    return any(
        intents & intent and not application_flags & flags for intent, flags in _APPLICATION_FLAGS.items()
    )


def needed(event: str, *, in_guild: bool) -> int:
    """The intent that brings an event; 0 for those that always come."""
    if event.startswith("MESSAGE_"):
        return GUILD_MESSAGES if in_guild else DIRECT_MESSAGES
    if event == "CHANNEL_PINS_UPDATE" and not in_guild:
        return DIRECT_MESSAGES
    if event.startswith(("GUILD_ROLE_", "CHANNEL_", "THREAD_")) or event in (
        "GUILD_CREATE",
        "GUILD_UPDATE",
        "GUILD_DELETE",
    ):
        return GUILDS
    return _BY_EVENT.get(event, 0)
