"""The events that a session has asked for (`developers/events/gateway.mdx`, List of Intents)."""

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
GUILD_EXPRESSIONS = 1 << 3
GUILD_PRESENCES = 1 << 8
GUILD_MESSAGES = 1 << 9
DIRECT_MESSAGES = 1 << 12
MESSAGE_CONTENT = 1 << 15
ALL = sum(1 << bit for bit in (*range(18), 20, 21, 24, 25))
"""Bit 17 is undocumented, but Discord accepts it and interactions.py asks for it."""

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
    """Whether the client asks for a privileged intent that the application doesn't have."""
    return any(
        intents & intent and not application_flags & flags for intent, flags in _APPLICATION_FLAGS.items()
    )


def needed(event: str, *, in_guild: bool) -> int:
    """The intent for an event. 0 for those that are always sent."""
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
