"""One member's view of one server, for the page.

Every object for the page is built here from named fields. A field added to Discord's objects later, such as a
token, never reaches the page by accident.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

from playground.discord import Channel, Discord, Guild, Member, Permissions, Person, Role, User
from playground.discord.locales import LOCALES, localized

Json: TypeAlias = dict[str, Any]

MESSAGE_FIELDS = (
    "id",
    "channel_id",
    "type",
    "content",
    "timestamp",
    "edited_timestamp",
    "flags",
    "attachments",
    "embeds",
    "components",
    "ephemeral",
)
COMMAND_FIELDS = ("id", "name", "label", "description", "type")
TRANSLATIONS = ("name_localizations", "description_localizations")
MODAL_FIELDS = ("id", "custom_id", "title", "components")
USER_FIELDS = ("id", "username", "global_name", "bot")
EVENT_FIELDS = ("type", "id", "channel_id", "interaction_id", "sentence")
MESSAGES_SHOWN = 200  # per channel, the newest


def message_view(message: Json) -> Json:
    view = _only(message, MESSAGE_FIELDS) | {"author": _only(message["author"], USER_FIELDS)}
    used = message.get("interaction_metadata")
    if used:
        from_menu = "target_message_id" in used or "target_user" in used
        view["interaction_metadata"] = {
            "type": used["type"],
            "user": _only(used["user"], USER_FIELDS),
            "name": ("" if from_menu else "/") + used.get("name", ""),
        }
    answered = message.get("referenced_message")
    if answered:
        view["referenced_message"] = {
            "id": answered["id"],
            "content": answered["content"],
            "author": _only(answered["author"], USER_FIELDS),
        }
    return view


def event_view(event: Json) -> Json:
    """A `Person`'s event as the page gets it, with ids as strings."""
    view = {name: _id(value) for name, value in _only(event, EVENT_FIELDS).items()}
    if "message" in event:
        view["message"] = message_view(event["message"])
    if "modal" in event:
        view["modal"] = modal_view(event["modal"])
    return view


def modal_view(modal: Json) -> Json:
    return {name: _id(value) for name, value in _only(modal, MODAL_FIELDS).items()}


def person_view(discord: Discord, person: Person) -> Json:
    """Everything the page shows this member in this server."""
    channels = [person.guild.channels[int(channel["id"])] for channel in person.channels()]
    return {
        "application": {"bot": _only(discord.bot.payload(), USER_FIELDS)},
        "guilds": [{"id": str(guild.id), "name": guild.name} for guild in discord.guilds],
        "guild": _guild_view(person.guild),
        "user": str(person.user.id),
        "locale": person.user.locale,
        "locales": LOCALES,
        "channels": [_channel_view(channel) for channel in channels],
        "direct": str(person.dm_channel_id()),
        "commands": commands_view(person),
        "messages": {id_: _newest(person.messages(id_)) for id_ in _channel_ids(person)},
        "modals": [modal_view(modal) for modal in person.modals],
    }


def commands_view(person: Person) -> Json:
    """The commands that this member sees, by channel id, in the member's language."""
    locale = person.user.locale
    return {
        id_: [_command_view(command, locale) for command in person.commands(id_)]
        for id_ in _channel_ids(person)
    }


def _command_view(command: Json, locale: str) -> Json:
    options = [_option_view(option, locale) for option in command["options"]]
    return _only(command, COMMAND_FIELDS) | {"options": options}


def _option_view(option: Json, locale: str) -> Json:
    view = {name: value for name, value in option.items() if name not in TRANSLATIONS}
    view["label"] = localized(option, "name", locale)
    view["description"] = localized(option, "description", locale)
    if "choices" in option:
        view["choices"] = [
            {"name": localized(choice, "name", locale), "value": choice["value"]}
            for choice in option["choices"]
        ]
    return view


def _channel_ids(person: Person) -> list[str]:
    """Every channel that this member can see here, and their direct messages with the bot."""
    return [*(channel["id"] for channel in person.channels()), str(person.dm_channel_id())]


def _guild_view(guild: Guild) -> Json:
    return {
        "id": str(guild.id),
        "name": guild.name,
        "roles": [
            {"id": str(role.id), "name": role.name, "color": role.color} for role in guild.roles.values()
        ],
        "members": [_member_view(guild, member) for member in in_order(guild)],
    }


def in_order(guild: Guild) -> list[Member]:
    """Members without a role first, then by rank, then the owner. Bots come last."""

    def rank(member: Member) -> tuple[bool, bool, int]:
        highest = max((role.position for role in _roles(guild, member)), default=0)
        return member.user.bot, member.user is guild.owner, highest

    return sorted(guild.members.values(), key=rank)


def _roles(guild: Guild, member: Member) -> list[Role]:
    return [guild.roles[role_id] for role_id in member.roles]


def _member_view(guild: Guild, member: Member) -> Json:
    roles = sorted(_roles(guild, member), key=lambda role: -role.position)
    titles = [role.name for role in roles] + ["owner"] * (member.user is guild.owner)
    return {
        "id": str(member.user.id),
        "username": member.user.name,
        "display": member.user.display_name,
        "bot": member.user.bot,
        "title": ", ".join(titles) or "member",
        "color": next((role.color for role in roles if role.color), 0),
        "manages_messages": _manages_messages(guild, member.user, roles),
    }


def _manages_messages(guild: Guild, user: User, roles: Iterable[Role]) -> bool:
    granted = Permissions.NONE
    for role in roles:
        granted |= role.permissions
    return user is guild.owner or bool(granted & (Permissions.MANAGE_MESSAGES | Permissions.ADMINISTRATOR))


def _channel_view(channel: Channel) -> Json:
    everyone = channel.overwrites.get(channel.guild.id) if channel.guild else None
    hidden = everyone is not None and bool(everyone.deny & Permissions.VIEW_CHANNEL)
    return {
        "id": str(channel.id),
        "type": channel.type,
        "name": channel.name,
        "topic": channel.topic,
        "private": hidden,
    }


def _newest(messages: list[Json]) -> list[Json]:
    return [message_view(message) for message in messages[-MESSAGES_SHOWN:]]


def _only(fields: Json, names: Iterable[str]) -> Json:
    return {name: fields[name] for name in names if name in fields}


def _id(value: object) -> object:
    """Ids are strings for the page because JavaScript's numbers can't hold them."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
