"""Posts, edits, pins and deletes messages."""

from collections.abc import Sequence

from playground.discord.errors import refusal
from playground.discord.events import Events
from playground.discord.guilds import Channel
from playground.discord.mentions import displayed_text, find_mentions
from playground.discord.message_forms import Draft
from playground.discord.messages import (
    CHANNEL_PINNED_MESSAGE,
    DEFAULT,
    EPHEMERAL,
    LOADING,
    REPLY,
    THREAD_STARTER_MESSAGE,
    Message,
    reference_to,
)
from playground.discord.users import Json, User
from playground.discord.world import World

MOST_PINS = 250


class Posting:
    """Stores, changes and deletes all messages, and notifies everyone who can see them."""

    def __init__(self, world: World, events: Events) -> None:
        self._world = world
        self._events = events

    def create(
        self,
        channel: Channel,
        author: User,
        draft: Draft,
        *,
        kind: int = DEFAULT,
        visible_to: User | None = None,
        facts: Json | None = None,
        replying_to: Message | None = None,
    ) -> Message:
        """Posts a message. It's ephemeral with `visible_to`.

        `replying_to` makes it a reply, which mentions that message's author unless `allowed_mentions` says
        otherwise. An archived thread reopens.
        """
        message = Message(
            id=self._world.ids.next(),
            channel=channel,
            author=author,
            type=kind,
            created_at=self._world.clock(),
            flags=EPHEMERAL if visible_to else 0,
            tts=draft.tts,
            visible_to=visible_to,
            facts=facts or {},
        )
        if replying_to:
            message.type = REPLY
            message.facts["message_reference"] = reference_to(replying_to)
        self._apply(message, draft)
        if replying_to and _pings(draft.allowed_mentions) and replying_to.author not in message.mentions:
            message.mentions.append(replying_to.author)
        message.flags |= draft.flags
        self._world.keep(message)
        if not message.ephemeral:
            channel.last_message_id = message.id
            if kind != THREAD_STARTER_MESSAGE:
                self._count_in_thread(channel)
        self._events.message("MESSAGE_CREATE", message)
        return message

    def _count_in_thread(self, channel: Channel) -> None:
        if channel.thread is None:
            return
        channel.thread.messages += 1
        channel.thread.sent += 1
        if channel.thread.archived:
            channel.thread.archived, channel.thread.archived_at = False, self._world.clock()
            self._events.thread("THREAD_UPDATE", channel)

    def edit(self, message: Message, draft: Draft, *, by_author: bool = True) -> None:
        """Replaces the message's content.

        The first edit of a loading message fills it, so it doesn't count as edited. Hiding embeds as a
        moderator doesn't either.
        """
        kept = {file.id for file in draft.files}
        for file in message.files:
            if file.id not in kept:
                self._world.files.remove(file)
        target = self._world.referenced(message)
        pinged = target is not None and target.author in message.mentions
        self._apply(message, draft)
        if target and pinged and _pings(draft.allowed_mentions) and target.author not in message.mentions:
            message.mentions.append(target.author)
        if message.loading:
            message.flags = draft.flags & ~LOADING
        else:
            message.flags = draft.flags
            message.edited_at = self._world.clock() if by_author else message.edited_at
        self._events.message("MESSAGE_UPDATE", message)

    def delete(self, message: Message) -> None:
        """Deletes the message and its files."""
        self._forget(message)
        self._events.message_deleted(message)

    def delete_many(self, channel: Channel, messages: Sequence[Message]) -> None:
        """Deletes several messages of one channel at once."""
        for message in messages:
            self._forget(message)
        if messages:
            self._events.messages_deleted(channel, messages)

    def pin(self, message: Message, pinner: User) -> None:
        """Pins the message, and says so in the channel. Does nothing if it's already pinned. Raises 30003."""
        if message.pinned_at is not None:
            return
        channel = message.channel
        if len(self._world.pins(channel)) >= MOST_PINS:
            raise refusal(30003)
        # Later than every other pin, so that paging by time doesn't miss any.
        latest = max((each.pinned_at or 0 for each in self._world.pins(channel)), default=0)
        message.pinned_at = max(self._world.clock(), latest + 0.001)
        self._pins_changed(message)
        notice = {"message_reference": reference_to(message)}
        self.create(channel, pinner, Draft(), kind=CHANNEL_PINNED_MESSAGE, facts=notice)

    def unpin(self, message: Message) -> None:
        """Unpins the message. Does nothing if it isn't pinned."""
        if message.pinned_at is not None:
            message.pinned_at = None
            self._pins_changed(message)

    def _pins_changed(self, message: Message) -> None:
        pinned = [each.pinned_at or 0 for each in self._world.pins(message.channel)]
        message.channel.last_pin_at = max(pinned, default=None)
        self._events.message("MESSAGE_UPDATE", message)
        self._events.pins_changed(message.channel)

    def _forget(self, message: Message) -> None:
        for file in message.files:
            self._world.files.remove(file)
        self._world.forget(message)
        if message.channel.thread and not message.ephemeral and message.type != THREAD_STARTER_MESSAGE:
            message.channel.thread.messages -= 1

    def dismiss(self, message: Message) -> None:
        """Removes an ephemeral message from its reader's screen. Nothing else changes."""
        self._events.message_deleted(message)
        message.dismissed = True

    def _apply(self, message: Message, draft: Draft) -> None:
        message.content = draft.content.strip()
        message.embeds = draft.embeds
        message.components = draft.components
        message.files = draft.files
        for file in draft.files:
            file.ephemeral = message.ephemeral
            self._world.files.add(file)
        text = displayed_text(message.content, message.components)
        mentions = find_mentions(text, draft.allowed_mentions, message.channel, message.author)
        message.mentions = mentions.users
        message.mention_roles = mentions.roles
        message.mention_everyone = mentions.everyone


def _pings(allowed: Json | None) -> bool:
    """A reply mentions its addressee without `allowed_mentions`. With it, only `replied_user` decides."""
    return allowed is None or bool(allowed.get("replied_user"))
