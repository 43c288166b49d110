"""Messages come into being, change and go."""

from playground.discord.events import Events
from playground.discord.guilds import Channel
from playground.discord.mentions import displayed_text, find_mentions
from playground.discord.message_forms import Draft
from playground.discord.messages import DEFAULT, EPHEMERAL, LOADING, Message
from playground.discord.users import Json, User
from playground.discord.world import World


class Posting:
    """The one place where messages are stored, changed and deleted; everyone concerned hears of it."""

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
    ) -> Message:
        """Posts a message; with `visible_to` an ephemeral one."""
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
        self._apply(message, draft)
        message.flags |= draft.flags
        self._world.keep(message)
        if not message.ephemeral:
            channel.last_message_id = message.id
        self._events.message("MESSAGE_CREATE", message)
        return message

    def edit(self, message: Message, draft: Draft) -> None:
        """Replaces what the message holds. The first edit of a loading message fills it and is no edit."""
        kept = {file.id for file in draft.files}
        for file in message.files:
            if file.id not in kept:
                self._world.files.remove(file)
        self._apply(message, draft)
        if message.loading:
            message.flags = draft.flags & ~LOADING
        else:
            message.flags = draft.flags
            message.edited_at = self._world.clock()
        self._events.message("MESSAGE_UPDATE", message)

    def delete(self, message: Message) -> None:
        """Deletes the message and its files."""
        for file in message.files:
            self._world.files.remove(file)
        self._world.forget(message)
        self._events.message_deleted(message)

    def dismiss(self, message: Message) -> None:
        """Takes an ephemeral message off its reader's screen; nothing else changes."""
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
