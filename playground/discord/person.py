"""What a person does with a Discord client in one server.

What the client refuses (a missing option, a number out of range) raises `ClientRefused` and never reaches the
bot. The bot's answers appear as messages, modals and failures.
"""

from collections.abc import Collection, Mapping, Sequence

from playground.discord.access import effective_permissions
from playground.discord.command_forms import MESSAGE, USER
from playground.discord.commands import Commands
from playground.discord.component_forms import BUTTON, SELECTS, STRING_SELECT
from playground.discord.events import Events
from playground.discord.guilds import Channel, Guild
from playground.discord.interactions import Interaction, Interactions, Kind
from playground.discord.invocation import Invocation
from playground.discord.layouts import find_interactive
from playground.discord.message_forms import Draft
from playground.discord.messages import WRITTEN, Message
from playground.discord.modal_client import check_chosen, submission
from playground.discord.permissions import Permissions
from playground.discord.posting import Posting
from playground.discord.resolving import ClientRefused, Resolved, Upload
from playground.discord.slash_client import Composer, Offer, find_offer
from playground.discord.users import Json, User
from playground.discord.viewer import Viewer
from playground.discord.world import World

MOST_CHARACTERS = 2000


class Person(Viewer):
    """`user` with a Discord client that shows `guild`. Viewer has what they see."""

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
        super().__init__(user, guild, world, events, commands)
        self._posting = posting
        self._interactions = interactions
        self._opened: list[Interaction] = []
        self._submitted: dict[int, Interaction] = {}

    @property
    def modals(self) -> list[Json]:
        """The person's open modals, oldest first: `id`, `custom_id`, `title`, `components`.

        As in the client, a submitted one stays open until the bot has answered.
        """
        return [opened.modal for opened in self._open_modals() if opened.modal]

    # Commands.

    async def slash(self, channel_id: int | str, command: str, /, **options: object) -> Invocation:
        """Sends a slash command. "quota member set" names a subcommand.

        Users, roles and channels can be given by id or by name, files as Upload.
        Raises ClientRefused if Discord's client wouldn't send it.
        """
        channel = self._channel(channel_id)
        offer = find_offer(self._commands.offered(channel, self.user), command)
        data = Composer(offer, self._resolved(channel)).complete(options)
        return self._start(Kind.COMMAND, channel, data, command=offer.name)

    async def autocomplete(
        self, channel_id: int | str, command: str, /, *, focused: str, **typed: object
    ) -> list[Json]:
        """The choices (`name`, `value`) the bot offers for the option `focused`, with the options typed so
        far.

        Raises ClientRefused if the bot doesn't answer in time ("Loading options failed").
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
        """Picks a command from the context menu of a message or a user (exactly one of the two)."""
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

    # Components and modals.

    async def press(self, message_id: int | str, custom_id: str) -> Invocation:
        """Presses a button. Raises ClientRefused if it's missing or disabled."""
        message = self._message(message_id)
        button = _usable(message, custom_id, (BUTTON,))
        data = {"custom_id": custom_id, "component_type": BUTTON, "id": button["id"]}
        return self._start(Kind.COMPONENT, message.channel, data, source=message)

    async def select(self, message_id: int | str, custom_id: str, values: Collection[str]) -> Invocation:
        """Chooses in a select menu by option values, or by ids or names of users, roles or channels."""
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

        Omitted fields keep their preset value. Raises ClientRefused if the client would mark a field.
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
        """Closes an open modal without submitting it. The bot isn't notified."""
        self._opened = [opened for opened in self._opened if str(opened.id) != modal["id"]]

    # Messages.

    async def say(
        self,
        channel_id: int | str,
        content: str,
        *,
        files: Sequence[Upload] = (),
        reply_to: int | str | None = None,
    ) -> Json:
        """Posts a message, with files or as a reply if asked. Raises ClientRefused if they can't."""
        channel = self._channel(channel_id)
        permissions = effective_permissions(channel, self.user)
        if not permissions & channel.sending:
            raise ClientRefused("You do not have permission to send messages in this channel.")
        if channel.thread and channel.thread.locked and not permissions & Permissions.MANAGE_THREADS:
            raise ClientRefused("This thread is locked.")
        if files and not permissions & Permissions.ATTACH_FILES:
            raise ClientRefused("You do not have permission to attach files in this channel.")
        if len(content) > MOST_CHARACTERS or not (content.strip() or files):
            raise ClientRefused("A message has between 1 and 2,000 characters.")
        target = None if reply_to is None else self._message(reply_to)
        if target and (target.channel is not channel or target.ephemeral or target.type not in WRITTEN):
            raise ClientRefused("You can't reply to this message.")
        resolved = self._resolved(channel)
        draft = Draft(content=content, files=[resolved.file(file) for file in files])
        return self._shown(self._posting.create(channel, self.user, draft, replying_to=target))

    async def delete(self, message_id: int | str) -> None:
        """Deletes one's own message, or another's with Manage Messages. Raises ClientRefused."""
        message = self._message(message_id)
        allowed = effective_permissions(message.channel, self.user) & Permissions.MANAGE_MESSAGES
        if message.ephemeral or not (message.author is self.user or allowed):
            raise ClientRefused("You can't delete this message.")
        self._posting.delete(message)

    async def pin(self, message_id: int | str) -> None:
        """Pins a message. Needs Pin Messages. Raises ClientRefused."""
        self._posting.pin(self._pinnable(message_id), self.user)

    async def unpin(self, message_id: int | str) -> None:
        """Unpins a message. Needs Pin Messages. Raises ClientRefused."""
        self._posting.unpin(self._pinnable(message_id))

    def dismiss(self, message_id: int | str) -> None:
        """Dismisses an ephemeral message. It leaves this person's screen, and the bot isn't notified."""
        message = self._message(message_id)
        if not message.ephemeral:
            raise ClientRefused("Only messages that nobody else can see can be dismissed.")
        self._posting.dismiss(message)

    def _pinnable(self, message_id: int | str) -> Message:
        message = self._message(message_id)
        channel = message.channel
        allowed = channel.guild is None or (
            effective_permissions(channel, self.user) & Permissions.PIN_MESSAGES
        )
        if message.ephemeral or message.type not in WRITTEN or not allowed:
            raise ClientRefused("You can't pin this message.")
        return message

    def _start(
        self, kind: Kind, channel: Channel, data: Json, *, command: str = "", source: Message | None = None
    ) -> Invocation:
        interaction = self._interactions.start(kind, self.user, channel, data, command=command, source=source)
        self._opened = [*self._open_modals(), interaction]
        return Invocation(interaction)

    def _open_modals(self) -> list[Interaction]:
        """Modals that are still unanswered, or answered with a modal that is neither closed nor submitted."""
        self._opened = [opened for opened in self._opened if self._may_show_a_modal(opened)]
        return self._opened

    def _may_show_a_modal(self, opened: Interaction) -> bool:
        submitted = self._submitted.get(opened.id)
        if opened.failed or (submitted is not None and submitted.answer is not None):
            self._submitted.pop(opened.id, None)
            return False
        return opened.answer is None or opened.modal is not None

    def _resolved(self, channel: Channel) -> Resolved:
        return Resolved(self._world, channel, self.user)


def _usable(message: Message, custom_id: str, kinds: Collection[int]) -> Json:
    component = find_interactive(message.components, custom_id)
    if component is None or component["type"] not in kinds:
        raise ClientRefused("There is no such button or menu on this message.")
    if component.get("disabled"):
        raise ClientRefused("This button or menu is disabled.")
    return component
