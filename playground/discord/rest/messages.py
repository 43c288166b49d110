"""A channel's messages, which the bot's own token can see, post, pin and delete.

Source: `developers/resources/message.mdx`.
"""

from playground.discord.access import effective_permissions, require
from playground.discord.attachments import UploadedFile
from playground.discord.errors import refusal
from playground.discord.forms import Flag, Id, ListOf, Model, Path, Problems, Text, Time, Whole, checked
from playground.discord.guilds import Channel
from playground.discord.message_forms import Draft, Drafting
from playground.discord.messages import (
    IS_COMPONENTS_V2,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    WRITTEN,
    Message,
)
from playground.discord.permissions import Permissions
from playground.discord.posting import Posting
from playground.discord.rest.calls import Call, Reply, Route
from playground.discord.snowflakes import DISCORD_EPOCH_MS, NEWEST, timestamp
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
PINS_FORM = Model({"limit": Whole(1, 50), "before": Time()})
OLD_PINS_SHOWN = 50
BULK_FORM = Model({"messages": ListOf(Id(), unique=True)}, required=("messages",))
BULK_LEAST, BULK_MOST = 2, 100
BULK_DAYS = 14


class MessageRoutes:
    def __init__(self, world: World, posting: Posting, drafting: Drafting) -> None:
        self._world = world
        self._posting = posting
        self._drafting = drafting
        self._by_nonce: dict[str, Message] = {}

    def routes(self) -> list[Route]:
        messages = "/channels/{channel_id}/messages"
        one = f"{messages}/{{message_id}}"
        pin, old_pin = f"{messages}/pins/{{message_id}}", "/channels/{channel_id}/pins/{message_id}"
        return [
            Route("GET", f"{messages}/pins", self.pins),
            Route("PUT", pin, self.pin, 5, 4.0),
            Route("DELETE", pin, self.unpin, 5, 4.0),
            Route("GET", "/channels/{channel_id}/pins", self.old_pins),
            Route("PUT", old_pin, self.pin, 5, 4.0),
            Route("DELETE", old_pin, self.unpin, 5, 4.0),
            Route("POST", f"{messages}/bulk-delete", self.delete_many, 1, 1.0),
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
            return Reply(self._world.bots_view(self._by_nonce[nonce]))
        facts: Json = {} if nonce is None else {"nonce": call.form["nonce"]}
        given = call.form.get("message_reference")
        target = self._referenced(channel, given) if given else None
        message = self._posting.create(channel, self._world.bot, draft, facts=facts, replying_to=target)
        if nonce is not None:
            self._by_nonce[nonce] = message
        return Reply(self._world.bots_view(message))

    async def history(self, call: Call) -> Reply:
        channel = self._readable(call)
        query = checked(HISTORY_FORM, dict(call.query))
        if not effective_permissions(channel, self._world.bot) & Permissions.READ_MESSAGE_HISTORY:
            return Reply([])
        found = [message for message in self._world.channel_messages(channel) if not message.ephemeral]
        chosen = _page(found, query)
        return Reply([self._world.bots_view(message) for message in reversed(chosen)])

    async def message(self, call: Call) -> Reply:
        channel = self._readable(call)
        require(channel, self._world.bot, Permissions.READ_MESSAGE_HISTORY)
        return Reply(self._world.bots_view(self._world.message(channel, call.id("message_id"))))

    async def edit(self, call: Call) -> Reply:
        channel = self._readable(call)
        message = self._world.message(channel, call.id("message_id"))
        self._check_open(channel)
        if message.author is not self._world.bot:
            return self._suppress_embeds(message, call)
        self._check_sizes(channel, call.body.uploads)
        draft = self._drafting.edit(message, call.form, call.body.uploads)
        if call.body.uploads:
            require(channel, self._world.bot, Permissions.ATTACH_FILES)
        self._posting.edit(message, draft)
        return Reply(self._world.bots_view(message))

    async def delete(self, call: Call) -> Reply:
        channel = self._readable(call)
        message = self._world.message(channel, call.id("message_id"))
        if message.author is not self._world.bot:
            if channel.guild is None:
                raise refusal(50003)
            require(channel, self._world.bot, Permissions.MANAGE_MESSAGES)
        self._posting.delete(message)
        return Reply()

    async def delete_many(self, call: Call) -> Reply:
        """Messages that don't exist count toward the limit, and are skipped."""
        channel = self._readable(call)
        if channel.guild is None:
            raise refusal(50003)
        require(channel, self._world.bot, Permissions.MANAGE_MESSAGES)
        ids = checked(BULK_FORM, call.form)["messages"]
        if not BULK_LEAST <= len(ids) <= BULK_MOST:
            raise refusal(50016)
        oldest_ms = (self._world.clock() - BULK_DAYS * 86400) * 1000 - DISCORD_EPOCH_MS
        if any(message_id >> 22 < oldest_ms for message_id in ids):
            raise refusal(50034)
        known = {message.id: message for message in self._world.channel_messages(channel)}
        found = [known[message_id] for message_id in ids if message_id in known]
        self._posting.delete_many(channel, [message for message in found if not message.ephemeral])
        return Reply()

    async def pins(self, call: Call) -> Reply:
        query = checked(PINS_FORM, dict(call.query))
        pinned = [
            {"pinned_at": timestamp(message.pinned_at or 0), "message": self._world.bots_view(message)}
            for message in self._pinned(call)
        ]
        if query.get("before"):
            pinned = [each for each in pinned if str(each["pinned_at"]) < query["before"]]
        limit = query.get("limit", 50)
        return Reply({"items": pinned[:limit], "has_more": len(pinned) > limit})

    async def old_pins(self, call: Call) -> Reply:
        return Reply([self._world.bots_view(each) for each in self._pinned(call)[:OLD_PINS_SHOWN]])

    async def pin(self, call: Call) -> Reply:
        self._posting.pin(self._pinnable(call), self._world.bot)
        return Reply()

    async def unpin(self, call: Call) -> Reply:
        self._posting.unpin(self._pinnable(call))
        return Reply()

    def _pinned(self, call: Call) -> list[Message]:
        """Empty without Read Message History."""
        channel = self._readable(call)
        if not effective_permissions(channel, self._world.bot) & Permissions.READ_MESSAGE_HISTORY:
            return []
        return self._world.pins(channel)

    def _pinnable(self, call: Call) -> Message:
        channel = self._readable(call)
        if channel.guild:
            require(channel, self._world.bot, Permissions.PIN_MESSAGES)
        elsewhere = self._world.messages.get(call.id("message_id"))
        if elsewhere and elsewhere.channel is not channel and not elsewhere.ephemeral:
            raise refusal(50019)
        message = self._world.message(channel, call.id("message_id"))
        self._check_open(channel)
        if message.type not in WRITTEN:
            raise refusal(50021)
        return message

    def _suppress_embeds(self, message: Message, call: Call) -> Reply:
        """In someone else's message, only the embeds can be hidden, and only with Manage Messages."""
        if call.body.uploads or not set(call.form) <= {"flags"} or message.channel.guild is None:
            raise refusal(50005)
        require(message.channel, self._world.bot, Permissions.MANAGE_MESSAGES)
        self._posting.edit(message, self._drafting.edit(message, call.form, ()), by_author=False)
        return Reply(self._world.bots_view(message))

    def _check_open(self, channel: Channel) -> None:
        """Raises 50083 in an archived thread."""
        if channel.thread and channel.thread.archived:
            raise refusal(50083)

    async def typing(self, call: Call) -> Reply:
        self._writable(call)
        return Reply()

    def _readable(self, call: Call) -> Channel:
        channel = self._world.channel(call.id("channel_id"))
        require(channel, self._world.bot, Permissions.VIEW_CHANNEL)
        return channel

    def _writable(self, call: Call) -> Channel:
        channel = self._readable(call)
        require(channel, self._world.bot, channel.sending)
        if channel.recipient:
            self._world.require_open_dms(channel.recipient)
        moderates = effective_permissions(channel, self._world.bot) & Permissions.MANAGE_THREADS
        if channel.thread and channel.thread.locked and not moderates:
            raise refusal(160005)
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
        """Per file, and 25 MiB per request unless a boosted guild accepts larger single files."""
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

    def _referenced(self, channel: Channel, given: object) -> Message | None:
        """The message being replied to. None if it's gone and the request allows that."""
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
        if message and message.type not in WRITTEN:
            problems = Problems()
            problems.add(path, "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "Cannot reply to a system message")
            problems.raise_if_any()
        return message


def _page(messages: list[Message], query: Json) -> list[Message]:
    """The messages before, after or around an id, oldest first, or the newest without any id."""
    limit = query.get("limit", 50)
    if "after" in query:
        return [message for message in messages if message.id > query["after"]][:limit]
    if "around" in query:
        nearest = sorted(messages, key=lambda message: abs(message.id - query["around"]))[:limit]
        return sorted(nearest, key=lambda message: message.id)
    before = query.get("before", NEWEST)
    return [message for message in messages if message.id < before][-limit:]
