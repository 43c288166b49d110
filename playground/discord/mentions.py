"""Finds who a message mentions (`developers/resources/message.mdx`, Allowed Mentions Object)."""

import re
from dataclasses import dataclass, field

from playground.discord.access import effective_permissions
from playground.discord.component_forms import TEXT_DISPLAY
from playground.discord.forms import Flag, Id, ListOf, Model, OneOf, Path, Problems
from playground.discord.guilds import Channel
from playground.discord.layouts import walk
from playground.discord.permissions import Permissions
from playground.discord.users import Json, User


def _exclusive(allowed: Json, path: Path, problems: Problems) -> None:
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or []) and allowed.get(kind):
            problems.add(
                path,
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )


ALLOWED_MENTIONS_FORM = Model(
    {
        "parse": ListOf(OneOf(("users", "roles", "everyone")), unique=True),
        "users": ListOf(Id(), most=100, unique=True),
        "roles": ListOf(Id(), most=100, unique=True),
        "replied_user": Flag(),
    },
    rule=_exclusive,
)


@dataclass
class Mentions:
    """Who a message mentions and so notifies."""

    users: list[User] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)
    everyone: bool = False


def displayed_text(content: str, components: list[Json]) -> str:
    """The parts of a message's text where mentions count."""
    texts = [component["content"] for component, _ in walk(components) if component["type"] == TEXT_DISPLAY]
    return "\n".join([content, *texts])


def find_mentions(text: str, allowed: Json | None, channel: Channel, author: User) -> Mentions:
    """The mentions in a text that `allowed_mentions` lets through. Without it, all of them."""
    found = Mentions()
    guild = channel.guild
    known = (
        {member.user.id: member.user for member in guild.members.values()}
        if guild
        else {channel.recipient.id: channel.recipient}
        if channel.recipient
        else {}
    )
    for user_id in dict.fromkeys(int(digits) for digits in re.findall(r"<@!?(\d+)>", text)):
        if user_id in known and _lets(allowed, "users", user_id):
            found.users.append(known[user_id])
    for role_id in dict.fromkeys(int(digits) for digits in re.findall(r"<@&(\d+)>", text)):
        if guild and role_id in guild.roles and _lets(allowed, "roles", role_id):
            found.roles.append(role_id)
    if re.search(r"@(everyone|here)\b", text) and _lets(allowed, "everyone", None):
        may = effective_permissions(channel, author) & Permissions.MENTION_EVERYONE
        found.everyone = bool(may)
    return found


def _lets(allowed: Json | None, kind: str, target_id: int | None) -> bool:
    if allowed is None:
        return True
    return kind in (allowed.get("parse") or []) or target_id in (allowed.get(kind) or [])
