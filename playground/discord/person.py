"""A human at a Discord client, in one server: what they are offered, what they may do, what they see.

What the client refuses (a missing option, a number out of range) is refused here, as `ClientRefused`, and never
reaches the bot. What the bot does with an interaction shows as messages, modals and failures.
"""

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from playground.discord.guilds import Guild
from playground.discord.users import Json, User


class ClientRefused(Exception):
    """The Discord client did not let the person do that. `str()` is the sentence it shows."""


@dataclass(frozen=True)
class Upload:
    """A file from the person's device, as the value of an attachment option or a file-upload field."""

    filename: str
    content: bytes
    content_type: str = "application/octet-stream"


class Invocation:
    """One interaction that a person started, and what came of it."""

    id: int

    @property
    def first_answer_seconds(self) -> float | None:
        """Seconds until the bot's first answer; None while there is none."""
        raise NotImplementedError

    @property
    def failed(self) -> str | None:
        """The sentence the client shows when the bot did not answer in time; None otherwise."""
        raise NotImplementedError

    async def answered(self) -> "Invocation":
        """Returns itself once the bot has answered or the deadline has passed."""
        raise NotImplementedError


class Person:
    """`user` at a Discord client, looking at `guild`.

    Ids are accepted as int or as the string that stands in Discord's objects.
    """

    user: User
    guild: Guild

    @property
    def modals(self) -> list[Json]:
        """Modals open on this person's screen, oldest first: `id`, `custom_id`, `title`, `components`."""
        raise NotImplementedError

    def channels(self) -> list[Json]:
        """The channels of the guild that this person can see, as channel objects."""
        raise NotImplementedError

    def commands(self, channel_id: int | str) -> list[Json]:
        """The commands this person is offered there.

        Each has `id`, `name` (with subcommands: "quota member set"), `description`, `type` (1 chat, 2 user,
        3 message) and `options` as Discord has them, subcommands flattened away.
        """
        raise NotImplementedError

    async def slash(self, channel_id: int | str, command: str, /, **options: object) -> Invocation:
        """Sends a slash command; "quota member set" names a subcommand.

        Users, roles and channels may be given by id or by name, files as Upload.
        Raises ClientRefused where Discord's client would not send it.
        """
        raise NotImplementedError

    async def autocomplete(
        self, channel_id: int | str, command: str, /, *, focused: str, **typed: object
    ) -> list[Json]:
        """The choices (`name`, `value`) the bot offers for the option `focused`, given what is typed so far.

        Raises ClientRefused where the bot does not answer in time ("Loading options failed").
        """
        raise NotImplementedError

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
        raise NotImplementedError

    async def press(self, message_id: int | str, custom_id: str) -> Invocation:
        """Presses a button. Raises ClientRefused for one that is not there, or disabled."""
        raise NotImplementedError

    async def select(self, message_id: int | str, custom_id: str, values: Collection[str]) -> Invocation:
        """Chooses in a select menu: option values, or ids of users, roles or channels."""
        raise NotImplementedError

    async def submit(self, modal: Json, values: Mapping[str, object]) -> Invocation:
        """Fills in an open modal (one of `modals`) by custom_id and submits it.

        Fields left out keep their preset value. Raises ClientRefused where the client would mark a field.
        """
        raise NotImplementedError

    def close_modal(self, modal: Json) -> None:
        """Closes an open modal without submitting it; the bot hears nothing of it."""
        raise NotImplementedError

    async def say(self, channel_id: int | str, content: str) -> Json:
        """Posts a plain message."""
        raise NotImplementedError

    async def delete(self, message_id: int | str) -> None:
        """Deletes a message: one's own, or another's with Manage Messages."""
        raise NotImplementedError

    def dismiss(self, message_id: int | str) -> None:
        """Dismisses an ephemeral message: it is gone from this person's screen, and the bot hears nothing."""
        raise NotImplementedError

    def messages(self, channel_id: int | str) -> list[Json]:
        """What stands in the channel for this person, oldest first: message objects with `ephemeral` added."""
        raise NotImplementedError

    def dms(self) -> list[Json]:
        """The messages between this person and the bot, oldest first."""
        raise NotImplementedError

    async def wait_for(self, predicate: Callable[[Json], bool], seconds: float = 10) -> Json:
        """The first message this person can see, present or to come, for which `predicate` holds.

        Raises TimeoutError after that many seconds.
        """
        raise NotImplementedError

    def subscribe(self) -> AbstractAsyncContextManager[AsyncIterator[Json]]:
        """Everything this person can see from now on, as events with a `type`.

        MESSAGE_CREATE and MESSAGE_UPDATE (`message`), MESSAGE_DELETE (`id`, `channel_id`), MODAL (`modal`),
        INTERACTION_ANSWERED (`interaction_id`, `seconds`), INTERACTION_FAILED (`interaction_id`, `channel_id`,
        `sentence`), COMMANDS, GUILD (`guild_id`), GATEWAY (`connected`).
        """
        raise NotImplementedError
