"""Messages of a channel, as the bot's own token sees and makes them.

Source: `developers/resources/message.mdx`.
"""

from playground.discord.access import effective_permissions, require
from playground.discord.attachments import UploadedFile
from playground.discord.errors import refusal
from playground.discord.forms import Flag, Id, Model, Path, Problems, Text, Whole, checked
from playground.discord.guilds import Channel
from playground.discord.message_forms import Draft, Drafting
from playground.discord.messages import (
    DEFAULT,
    IS_COMPONENTS_V2,
    REPLY,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    Message,
)
from playground.discord.permissions import Permissions
from playground.discord.posting import Posting
from playground.discord.rest.calls import Call, Reply, Route
from playground.discord.snowflakes import NEWEST
from playground.discord.users import Json
from playground.discord.world import World

MOST_REQUEST_BYTES = 25 * 2**20
SETTABLE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | IS_COMPONENTS_V2

REFERENCE_FORM = Model(
    {"message_id": Id(), "channel_id": Id(), "guild_id": Id(), "fail_if_not_exists": Flag()},
    required=("message_id",),
)
HISTORY_FORM = Model({"limit": Whole(1, 100), "before": Id(), "after": Id(), "around": Id()})
NONCE = Text(most=25)


class MessageRoutes:
    def __init__(self, world: World, posting: Posting, drafting: Drafting) -> None:
        self._world = world
        self._posting = posting
        self._drafting = drafting
        self._by_nonce: dict[str, Message] = {}

    def routes(self) -> list[Route]:
        messages = "/channels/{channel_id}/messages"
        one = f"{messages}/{{message_id}}"
        return [
            Route("GET", messages, self.history),
            Route("POST", messages, self.create, 5, 5.0),
            Route("GET", one, self.message),
            Route("PATCH", one, self.edit, 5, 5.0),
            Route("DELETE", one, self.delete, 5, 1.0),
            Route("POST", "/channels/{channel_id}/typing", self.typing, 5, 5.0),
        ]

    async def create(self, call: Call) -> Reply:
        channel = self._writable(call)
        self._check_sizes(channel, call.body.uploads)
        draft = self._drafting.new(call.form, call.body.uploads, channel, SETTABLE)
        self._check_permissions(channel, draft)
        nonce = self._nonce(call.form)
        if nonce in self._by_nonce and call.form.get("enforce_nonce"):
            return Reply(self._world.message_payload(self._by_nonce[nonce]))
        facts: Json = {} if nonce is None else {"nonce": call.form["nonce"]}
        kind = DEFAULT
        if call.form.get("message_reference"):
            facts["message_reference"] = self._reference(channel, call.form["message_reference"])
            kind = REPLY if facts["message_reference"] else DEFAULT
        facts = {name: value for name, value in facts.items() if value is not None}
        message = self._posting.create(channel, self._world.bot, draft, kind=kind, facts=facts)
        if nonce is not None:
            self._by_nonce[nonce] = message
        return Reply(self._world.message_payload(message))

    async def history(self, call: Call) -> Reply:
        channel = self._readable(call)
        query = checked(HISTORY_FORM, dict(call.query))
        if not effective_permissions(channel, self._world.bot) & Permissions.READ_MESSAGE_HISTORY:
            return Reply([])
        found = [message for message in self._world.channel_messages(channel) if not message.ephemeral]
        chosen = _page(found, query)
        return Reply([self._world.message_payload(message) for message in reversed(chosen)])

    async def message(self, call: Call) -> Reply:
        channel = self._readable(call)
        require(channel, self._world.bot, Permissions.READ_MESSAGE_HISTORY)
        return Reply(self._world.message_payload(self._world.message(channel, call.id("message_id"))))

    async def edit(self, call: Call) -> Reply:
        channel = self._readable(call)
        message = self._world.message(channel, call.id("message_id"))
        if message.author is not self._world.bot:
            raise refusal(50005)
        self._check_sizes(channel, call.body.uploads)
        draft = self._drafting.edit(message, call.form, call.body.uploads)
        if call.body.uploads:
            require(channel, self._world.bot, Permissions.ATTACH_FILES)
        self._posting.edit(message, draft)
        return Reply(self._world.message_payload(message))

    async def delete(self, call: Call) -> Reply:
        channel = self._readable(call)
        message = self._world.message(channel, call.id("message_id"))
        if message.author is not self._world.bot:
            if channel.guild is None:
                raise refusal(50003)
            require(channel, self._world.bot, Permissions.MANAGE_MESSAGES)
        self._posting.delete(message)
        return Reply()

    async def typing(self, call: Call) -> Reply:
        self._writable(call)
        return Reply()

    def _readable(self, call: Call) -> Channel:
        channel = self._world.channel(call.id("channel_id"))
        require(channel, self._world.bot, Permissions.VIEW_CHANNEL)
        return channel

    def _writable(self, call: Call) -> Channel:
        channel = self._readable(call)
        require(channel, self._world.bot, Permissions.SEND_MESSAGES)
        if channel.recipient and not self._world.may_write_to(channel.recipient):
            raise refusal(50007)
        return channel

    def _check_permissions(self, channel: Channel, draft: Draft) -> None:
        needed = Permissions.NONE
        if draft.files:
            needed |= Permissions.ATTACH_FILES
        if draft.embeds:
            needed |= Permissions.EMBED_LINKS
        if draft.tts:
            needed |= Permissions.SEND_TTS_MESSAGES
        require(channel, self._world.bot, needed)

    def _check_sizes(self, channel: Channel, uploads: list[UploadedFile]) -> None:
        """Per file, and 25 MiB for the request unless a boosted guild takes larger single files."""
        limit = self._world.file_limit(channel.guild)
        sizes = [len(upload.content) for upload in uploads]
        if any(size > limit for size in sizes) or sum(sizes) > max(MOST_REQUEST_BYTES, limit):
            raise refusal(40005)

    def _nonce(self, form: Json) -> str | None:
        problems = Problems()
        given = form.get("nonce")
        nonce = None if given is None else NONCE.check(str(given), ("nonce",), problems)
        problems.raise_if_any()
        return nonce

    def _reference(self, channel: Channel, given: object) -> Json | None:
        path: Path = ("message_reference",)
        form = checked(REFERENCE_FORM, given, path)
        if not effective_permissions(channel, self._world.bot) & Permissions.READ_MESSAGE_HISTORY:
            raise refusal(160002)
        message = self._world.messages.get(form["message_id"])
        if message is None or message.channel is not channel or message.ephemeral:
            if form.get("fail_if_not_exists") is False:
                return None
            problems = Problems()
            problems.add(path, "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            problems.raise_if_any()
        reference: Json = {"type": 0, "channel_id": str(channel.id), "message_id": str(form["message_id"])}
        if channel.guild:
            reference["guild_id"] = str(channel.guild.id)
        return reference


def _page(messages: list[Message], query: Json) -> list[Message]:
    """The messages before, after or around an id, oldest first; the newest without any of them."""
    limit = query.get("limit", 50)
    if "after" in query:
        return [message for message in messages if message.id > query["after"]][:limit]
    if "around" in query:
        nearest = sorted(messages, key=lambda message: abs(message.id - query["around"]))[:limit]
        return sorted(nearest, key=lambda message: message.id)
    before = query.get("before", NEWEST)
    return [message for message in messages if message.id < before][-limit:]
