"""A human at a Discord client, in one server: what they are offered, what they may do, what they see.

What the client refuses (a missing option, a number out of range) is refused here, as `ClientRefused`, and never
reaches the bot. What the bot does with an interaction shows as messages, modals and failures.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager

from playground.discord.access import can_see, effective_permissions
from playground.discord.command_forms import MESSAGE, USER
from playground.discord.commands import Commands
from playground.discord.component_forms import BUTTON, SELECTS, STRING_SELECT
from playground.discord.events import Events, Screen, sees
from playground.discord.guilds import Channel, Guild
from playground.discord.interactions import Interaction, Interactions, Kind
from playground.discord.layouts import find_interactive
from playground.discord.message_forms import Draft
from playground.discord.messages import Message
from playground.discord.modal_client import check_chosen, submission
from playground.discord.permissions import Permissions
from playground.discord.posting import Posting
from playground.discord.resolving import ClientRefused, Resolved, Upload
from playground.discord.slash_client import Composer, Offer, find_offer, offers
from playground.discord.users import Json, User
from playground.discord.world import World

__all__ = ["ClientRefused", "Invocation", "Person", "Upload"]


class Invocation:
    """One interaction that a person started, and what came of it."""

    def __init__(self, interaction: Interaction) -> None:
        self._interaction = interaction

    @property
    def id(self) -> int:
        return self._interaction.id

    @property
    def first_answer_seconds(self) -> float | None:
        """Seconds until the bot's first answer; None while there is none."""
        answered_at = self._interaction.answered_at
        return None if answered_at is None else answered_at - self._interaction.created_at

    @property
    def answer(self) -> int | None:
        """The callback type of the first answer: 4 message, 5 thinking, 6 and 7 update, 9 modal."""
        return self._interaction.answer

    @property
    def message_id(self) -> str | None:
        """The message that the first answer made or changed."""
        original = self._interaction.original
        return None if original is None else str(original.id)

    @property
    def failed(self) -> str | None:
        """The sentence the client shows when the bot did not answer in time; None otherwise."""
        return self._interaction.failed

    async def answered(self) -> "Invocation":
        """Returns itself once the bot has answered or the deadline has passed."""
        await self._interaction.settled.wait()
        return self


class Person:
    """`user` at a Discord client, looking at `guild`.

    Ids are accepted as int or as the string that stands in Discord's objects.
    """

    def __init__(
        self,
        user: User,
        guild: Guild,
        *,
        world: World,
        events: Events,
        posting: Posting,
        commands: Commands,
        interactions: Interactions,
    ) -> None:
        self.user = user
        self.guild = guild
        self._world = world
        self._events = events
        self._posting = posting
        self._commands = commands
        self._interactions = interactions
        self._opened: list[Interaction] = []
        self._submitted: dict[int, Interaction] = {}
        self._closed: set[int] = set()

    # What is there.

    @property
    def modals(self) -> list[Json]:
        """Modals open on this person's screen, oldest first: `id`, `custom_id`, `title`, `components`.

        One that is submitted stays until the bot has answered, as the client keeps it.
        """
        return [opened.modal for opened in self._open_modals() if opened.modal]

    def channels(self) -> list[Json]:
        """The channels of the guild that this person can see, as channel objects."""
        return [channel.payload() for channel in self.guild.channels.values() if can_see(channel, self.user)]

    def dm_channel_id(self) -> int:
        """The direct messages with the bot, where commands can be used as well."""
        return self._world.dm_channel(self.user).id

    def commands(self, channel_id: int | str) -> list[Json]:
        """The commands this person is offered there.

        Each has `id`, `name` (with subcommands: "quota member set"), `description`, `type` (1 chat, 2 user,
        3 message) and `options` as Discord has them, subcommands flattened away.
        """
        found = self._commands.offered(self._channel(channel_id), self.user)
        return [offer.listed() for offer in offers(found)]

    def messages(self, channel_id: int | str) -> list[Json]:
        """What stands in the channel for this person, oldest first: messages with `ephemeral` added."""
        channel = self._channel(channel_id)
        return [
            self._shown(message)
            for message in self._world.channel_messages(channel)
            if sees(self.user, message)
        ]

    def dms(self) -> list[Json]:
        """The messages between this person and the bot, oldest first."""
        return self.messages(self.dm_channel_id())

    async def wait_for(self, predicate: Callable[[Json], bool], seconds: float = 10) -> Json:
        """The first message this person can see, present or to come, for which `predicate` holds.

        Raises TimeoutError after that many seconds.
        """
        async with asyncio.timeout(seconds), self.subscribe() as events:
            for message in list(self._world.messages.values()):
                if self._here(message) and predicate(self._shown(message)):
                    return self._shown(message)
            async for event in events:
                if "message" in event and predicate(event["message"]):
                    found: Json = event["message"]
                    return found
        raise AssertionError("a subscription never ends by itself")

    @asynccontextmanager
    async def subscribe(self) -> AsyncIterator[AsyncIterator[Json]]:
        """Everything this person can see from now on, as events with a `type`.

        MESSAGE_CREATE and MESSAGE_UPDATE (`message`), MESSAGE_DELETE (`id`, `channel_id`), MODAL (`modal`),
        INTERACTION_ANSWERED (`interaction_id`, `seconds`), INTERACTION_FAILED (`interaction_id`,
        `channel_id`, `sentence`), COMMANDS, GUILD (`guild_id`), GATEWAY (`connected`).
        """
        screen = Screen(self.user, self.guild)
        self._events.screens.add(screen)
        try:
            yield _events_of(screen)
        finally:
            self._events.screens.discard(screen)

    # What they do with commands.

    async def slash(self, channel_id: int | str, command: str, /, **options: object) -> Invocation:
        """Sends a slash command; "quota member set" names a subcommand.

        Users, roles and channels may be given by id or by name, files as Upload.
        Raises ClientRefused where Discord's client would not send it.
        """
        channel = self._channel(channel_id)
        offer = find_offer(self._commands.offered(channel, self.user), command)
        data = Composer(offer, self._resolved(channel)).complete(options)
        return self._start(Kind.COMMAND, channel, data, command=offer.name)

    async def autocomplete(
        self, channel_id: int | str, command: str, /, *, focused: str, **typed: object
    ) -> list[Json]:
        """The choices (`name`, `value`) the bot offers for the option `focused`, given what is typed so far.

        Raises ClientRefused where the bot does not answer in time ("Loading options failed").
        """
        channel = self._channel(channel_id)
        offer = find_offer(self._commands.offered(channel, self.user), command)
        data = Composer(offer, self._resolved(channel)).partial(focused, typed)
        if data is None:
            return []
        interaction = self._interactions.start(
            Kind.AUTOCOMPLETE, self.user, channel, data, command=offer.name
        )
        await interaction.settled.wait()
        if interaction.failed:
            raise ClientRefused(interaction.failed, focused)
        return interaction.choices

    async def context_menu(
        self,
        channel_id: int | str,
        command: str,
        /,
        *,
        message_id: int | str | None = None,
        user_id: int | str | None = None,
    ) -> Invocation:
        """Picks a command from the menu on a message or on a user (exactly one of the two)."""
        channel = self._channel(channel_id)
        resolved = self._resolved(channel)
        if message_id is not None:
            kind, target = MESSAGE, resolved.message(self._message(message_id))
        else:
            kind, target = USER, resolved.user(user_id)
        for offered in self._commands.offered(channel, self.user):
            if offered["type"] == kind and offered["name"] == command:
                data = Offer(offered).data([], resolved.payload()) | {"target_id": target}
                return self._start(Kind.COMMAND, channel, data, command=command)
        raise ClientRefused(f"There is no command {command} here.")

    # What they do with components and modals.

    async def press(self, message_id: int | str, custom_id: str) -> Invocation:
        """Presses a button. Raises ClientRefused for one that is not there, or disabled."""
        message = self._message(message_id)
        button = _usable(message, custom_id, (BUTTON,))
        data = {"custom_id": custom_id, "component_type": BUTTON, "id": button["id"]}
        return self._start(Kind.COMPONENT, message.channel, data, source=message)

    async def select(self, message_id: int | str, custom_id: str, values: Collection[str]) -> Invocation:
        """Chooses in a select menu: option values, or ids or names of users, roles or channels."""
        message = self._message(message_id)
        menu = _usable(message, custom_id, SELECTS)
        resolved = self._resolved(message.channel)
        chosen = check_chosen(menu, list(values), resolved)
        data: Json = {
            "custom_id": custom_id,
            "component_type": menu["type"],
            "id": menu["id"],
            "values": chosen,
        }
        if menu["type"] != STRING_SELECT:
            data["resolved"] = resolved.payload()
        return self._start(Kind.COMPONENT, message.channel, data, source=message)

    async def submit(self, modal: Json, values: Mapping[str, object]) -> Invocation:
        """Fills in an open modal (one of `modals`) by custom_id and submits it.

        Fields left out keep their preset value. Raises ClientRefused where the client would mark a field.
        """
        opened = next((each for each in self._open_modals() if str(each.id) == modal["id"]), None)
        if opened is None or opened.modal is None:
            raise ClientRefused("This form is not open.")
        data = submission(opened.modal, values, self._resolved(opened.channel))
        interaction = self._interactions.start(
            Kind.MODAL, self.user, opened.channel, data, source=opened.source, trigger=opened
        )
        self._submitted[opened.id] = interaction
        return Invocation(interaction)

    def close_modal(self, modal: Json) -> None:
        """Closes an open modal without submitting it; the bot hears nothing of it."""
        self._closed.add(int(modal["id"]))

    # What they do with messages.

    async def say(self, channel_id: int | str, content: str) -> Json:
        """Posts a plain message. Raises ClientRefused where they may not."""
        channel = self._channel(channel_id)
        if not effective_permissions(channel, self.user) & Permissions.SEND_MESSAGES:
            raise ClientRefused("You do not have permission to send messages in this channel.")
        if not 0 < len(content.strip()) <= 2000:
            raise ClientRefused("A message has between 1 and 2,000 characters.")
        return self._shown(self._posting.create(channel, self.user, Draft(content=content)))

    async def delete(self, message_id: int | str) -> None:
        """Deletes a message: one's own, or another's with Manage Messages. Raises ClientRefused."""
        message = self._message(message_id)
        may = effective_permissions(message.channel, self.user) & Permissions.MANAGE_MESSAGES
        if message.ephemeral or not (message.author is self.user or may):
            raise ClientRefused("You can't delete this message.")
        self._posting.delete(message)

    def dismiss(self, message_id: int | str) -> None:
        """Dismisses an ephemeral message: it is gone from this person's screen, and the bot hears nothing."""
        message = self._message(message_id)
        if not message.ephemeral:
            raise ClientRefused("Only you can see a message that you can dismiss.")
        self._posting.delete(message)

    def _start(
        self, kind: Kind, channel: Channel, data: Json, *, command: str = "", source: Message | None = None
    ) -> Invocation:
        interaction = self._interactions.start(kind, self.user, channel, data, command=command, source=source)
        self._opened.append(interaction)
        return Invocation(interaction)

    def _open_modals(self) -> list[Interaction]:
        """Answered with a modal, neither closed nor submitted with success."""
        self._opened = [opened for opened in self._opened if opened.answer is None or opened.modal]
        found = []
        for opened in self._opened:
            submitted = self._submitted.get(opened.id)
            done = submitted is not None and submitted.answer is not None
            if opened.modal and opened.id not in self._closed and not done:
                found.append(opened)
        return found

    def _resolved(self, channel: Channel) -> Resolved:
        return Resolved(self._world, channel, self.user)

    def _shown(self, message: Message) -> Json:
        return self._world.message_payload(message) | {"ephemeral": message.ephemeral}

    def _here(self, message: Message) -> bool:
        return message.channel.guild in (None, self.guild) and sees(self.user, message)

    def _channel(self, channel_id: int | str) -> Channel:
        channel = self._world.channels.get(int(channel_id))
        if channel is None or channel.guild not in (None, self.guild) or not can_see(channel, self.user):
            raise ClientRefused("You can't see this channel.")
        return channel

    def _message(self, message_id: int | str) -> Message:
        message = self._world.messages.get(int(message_id))
        if message is None or not self._here(message):
            raise ClientRefused("This message is not there any more.")
        return message


async def _events_of(screen: Screen) -> AsyncIterator[Json]:
    while True:
        yield await screen.events.get()


def _usable(message: Message, custom_id: str, kinds: Collection[int]) -> Json:
    component = find_interactive(message.components, custom_id)
    if component is None or component["type"] not in kinds:
        raise ClientRefused("There is no such button or menu on this message.")
    if component.get("disabled"):
        raise ClientRefused("This button or menu is disabled.")
    return component
