"""A message and its Discord object."""

from copy import deepcopy
from dataclasses import dataclass, field

from playground.discord.attachments import Attachment, Files
from playground.discord.component_forms import FILE
from playground.discord.guilds import Channel
from playground.discord.layouts import ATTACHMENT_SCHEME, media_of, walk
from playground.discord.snowflakes import timestamp
from playground.discord.users import Json, User

DEFAULT = 0
CHANNEL_PINNED_MESSAGE = 6
THREAD_CREATED = 18
REPLY = 19
CHAT_INPUT_COMMAND = 20
THREAD_STARTER_MESSAGE = 21
CONTEXT_MENU_COMMAND = 23
WRITTEN = (DEFAULT, REPLY, CHAT_INPUT_COMMAND, CONTEXT_MENU_COMMAND)
"""Everything else is a system message."""
REFERRING = (REPLY, THREAD_STARTER_MESSAGE, CONTEXT_MENU_COMMAND)
"""Types that show the message they refer to."""

SUPPRESS_EMBEDS = 1 << 2
HAS_THREAD = 1 << 5
EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_NOTIFICATIONS = 1 << 12
IS_COMPONENTS_V2 = 1 << 15


@dataclass(eq=False)
class Message:
    """A message. An ephemeral one has `visible_to`, the only person who sees it. The bot can still edit it
    after they dismiss it.

    Pictures in embeds and components are kept as `attachment://name` and get their addresses when they're
    shown. `facts` are the fields that never change after posting (interaction_metadata, message_reference,
    …).
    """

    id: int
    channel: Channel
    author: User
    type: int
    created_at: float
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    flags: int = 0
    tts: bool = False
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    edited_at: float | None = None
    pinned_at: float | None = None
    visible_to: User | None = None
    dismissed: bool = False
    facts: Json = field(default_factory=dict)

    @property
    def ephemeral(self) -> bool:
        return self.visible_to is not None

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    def payload(self, files: Files) -> Json:
        """The message object. Files shown by an embed or a component aren't listed in `attachments`
        (discord-api-docs pull request 8279)."""
        shown: set[str] = set()
        embeds = [_show_embed(embed, self.files, files, shown) for embed in self.embeds]
        components = [_show_component(component, self.files, files, shown) for component in self.components]
        return {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "type": self.type,
            "author": self.author.payload(),
            "content": self.content,
            "timestamp": timestamp(self.created_at),
            "edited_timestamp": None if self.edited_at is None else timestamp(self.edited_at),
            "flags": self.flags,
            "tts": self.tts,
            "pinned": self.pinned_at is not None,
            "mentions": [user.payload() for user in self.mentions],
            "mention_roles": [str(role_id) for role_id in self.mention_roles],
            "mention_everyone": self.mention_everyone,
            "attachments": [files.payload(file) for file in self.files if file.filename not in shown],
            "embeds": embeds,
            "components": components,
        } | self.facts


def reference_to(message: Message) -> Json:
    """`message_reference` for a message that points to this one."""
    reference: Json = {"type": 0, "channel_id": str(message.channel.id), "message_id": str(message.id)}
    if message.channel.guild:
        reference["guild_id"] = str(message.channel.guild.id)
    return reference


def without_content(payload: Json) -> Json:
    """The message as a bot without the Message Content intent gets it (`events/gateway.mdx`)."""
    return payload | {"content": "", "embeds": [], "attachments": [], "components": []}


def _find(url: str, attached: list[Attachment]) -> Attachment | None:
    name = url.removeprefix(ATTACHMENT_SCHEME)
    if name == url:
        return None
    return next((file for file in attached if file.filename == name), None)


def _show_embed(embed: Json, attached: list[Attachment], files: Files, shown: set[str]) -> Json:
    complete = dict(embed)
    for name in ("image", "thumbnail"):
        file = _find((embed.get(name) or {}).get("url", ""), attached)
        if file:
            shown.add(file.filename)
            url = files.url(file)
            complete[name] = {"url": url, "proxy_url": url, "width": file.width, "height": file.height}
    return complete


def _show_component(component: Json, attached: list[Attachment], files: Files, shown: set[str]) -> Json:
    copy = deepcopy(component)
    for part, _ in walk([copy]):
        for media, _ in media_of(part):
            file = _find(media["url"], attached)
            if file:
                shown.add(file.filename)
            if part["type"] == FILE:
                part["name"] = file.filename if file else None
                part["size"] = file.size if file else None
            media.update(_media_payload(media["url"], file, files))
    return copy


def _media_payload(url: str, file: Attachment | None, files: Files) -> Json:
    """An unfurled media item (`developers/components/reference.mdx`)."""
    if file is None:
        return {"id": "0", "url": url, "proxy_url": url, "width": None, "height": None, "content_type": None}
    address = files.url(file)
    return {
        "id": str(file.id),
        "url": address,
        "proxy_url": address,
        "width": file.width,
        "height": file.height,
        "content_type": file.content_type,
        "attachment_id": str(file.id),
        "flags": 0,
    }
