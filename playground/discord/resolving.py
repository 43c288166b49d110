"""Resolves what a person picks (users, roles, channels, files) to the `resolved` data for the bot."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from playground.discord.access import can_see, effective_permissions, visible_threads
from playground.discord.attachments import Attachment, UploadedFile, make_attachment
from playground.discord.guilds import Channel
from playground.discord.messages import Message
from playground.discord.users import Json, User
from playground.discord.world import World


class ClientRefused(Exception):
    """The Discord client didn't let the person do that. `str()` is the sentence it shows.

    `option` is the option or field that it marks, if any.
    """

    def __init__(self, sentence: str, option: str | None = None) -> None:
        super().__init__(sentence)
        self.option = option


@dataclass(frozen=True)
class Upload:
    """A file from the person's device, for an attachment option or a file-upload field."""

    filename: str
    content: bytes
    content_type: str | None = None


class Resolved:
    """Collects what one interaction refers to (Resolved Data Structure).

    Things can be given by id, as a mention, or by name with or without `@` or `#`.
    """

    def __init__(self, world: World, channel: Channel, user: User) -> None:
        self._world = world
        self._channel = channel
        self._user = user
        self._found: dict[str, dict[str, Json]] = {}

    def payload(self) -> Json:
        return dict(self._found)

    def user(self, given: object, option: str | None = None) -> str:
        """The id. Raises ClientRefused if there is no such member."""
        user = self._matching_user(given)
        if user is None:
            raise ClientRefused("Choose a member of this server.", option)
        self._add("users", user.id, user.payload())
        guild = self._channel.guild
        if guild and user.id in guild.members:
            member = guild.members[user.id].payload(with_user=False)
            permissions = str(int(effective_permissions(self._channel, user)))
            partial = {name: value for name, value in member.items() if name not in ("mute", "deaf")}
            self._add("members", user.id, partial | {"permissions": permissions})
        return str(user.id)

    def role(self, given: object, option: str | None = None) -> str:
        """The id. Raises ClientRefused."""
        roles = self._channel.guild.roles.values() if self._channel.guild else ()
        for role in roles:
            if _names(given, role.id, role.name):
                self._add("roles", role.id, role.payload())
                return str(role.id)
        raise ClientRefused("Choose a role of this server.", option)

    def channel(self, given: object, option: str | None = None, types: Collection[int] | None = None) -> str:
        """The id. Raises ClientRefused."""
        guild = self._channel.guild
        channels = [*guild.channels.values(), *visible_threads(guild, self._user)] if guild else []
        for channel in channels:
            fits = types is None or channel.type in types
            if fits and can_see(channel, self._user) and _names(given, channel.id, channel.name):
                permissions = str(int(effective_permissions(channel, self._user)))
                partial = {
                    name: value
                    for name, value in channel.payload().items()
                    if name != "permission_overwrites"
                }
                self._add("channels", channel.id, partial | {"permissions": permissions})
                return str(channel.id)
        raise ClientRefused("Choose a channel of this server.", option)

    def mentionable(self, given: object, option: str | None = None) -> str:
        """A member's id or a role's. Raises ClientRefused."""
        return self.role(given, option) if self._matching_user(given) is None else self.user(given, option)

    def message(self, message: Message) -> str:
        self._add("messages", message.id, self._world.message_payload(message))
        return str(message.id)

    def upload(self, upload: Upload) -> str:
        """Uploads a file that only the bot gets. Returns its id. Raises ClientRefused if it's too large."""
        file = self.file(upload)
        file.ephemeral = True
        self._world.files.add(file)
        self._add("attachments", file.id, self._world.files.payload(file))
        return str(file.id)

    def file(self, upload: Upload) -> Attachment:
        """The file as Discord will keep it. Raises ClientRefused if it's too large."""
        limit = self._world.file_limit(self._channel.guild)
        if len(upload.content) > limit:
            raise ClientRefused(f"Your files are too powerful. Max file size: {limit / 2**20:g} MB.")
        file = make_attachment(
            self._world.ids.next(), self._channel.id, UploadedFile(0, upload.filename, upload.content)
        )
        file.content_type = upload.content_type or file.content_type
        return file

    def _matching_user(self, given: object) -> User | None:
        """Finds current members by name, and former ones also by id, because moderators may still have to
        deal with them.
        """
        guild = self._channel.guild
        if not guild:
            return _first_named(given, [self._user, self._world.bot])
        present = [member.user for member in guild.members.values()]
        elsewhere = self._world.users.values() if _is_id(given) else ()
        return _first_named(given, [*present, *elsewhere])

    def _add(self, kind: str, target_id: int, payload: Json) -> None:
        self._found.setdefault(kind, {})[str(target_id)] = payload


_ID = re.compile(r"(?:<[@#][!&]?)?(\d+)>?")


def _is_id(given: object) -> bool:
    return bool(_ID.fullmatch(str(given)))


def _first_named(given: object, users: Iterable[User]) -> User | None:
    return next((user for user in users if _names(given, user.id, user.name)), None)


def _names(given: object, target_id: int, name: str) -> bool:
    text = str(given)
    digits = _ID.fullmatch(text)
    if digits:
        return int(digits[1]) == target_id
    return text.lstrip("@#").lower() == name.lower().lstrip("@")
