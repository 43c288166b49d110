"""The Discord itself: what stands behind one base URL."""

import time

from aiohttp import web

from playground.discord.faults import Faults
from playground.discord.guilds import Channel, Guild, Member, Role
from playground.discord.permissions import EVERYONE, Permissions
from playground.discord.person import Person
from playground.discord.snowflakes import Clock
from playground.discord.users import Application, User


class Discord:
    """A Discord with one bot application: REST, gateway, files, and the people who use it.

    `base_url` must be set by whoever starts the web server, before the first request.
    """

    base_url: str
    application: Application
    faults: Faults

    def __init__(
        self,
        *,
        clock: Clock = time.time,
        ack_seconds: float = 3.0,
        interaction_token_seconds: float = 900.0,
        file_limit: int = 10 * 2**20,
        heartbeat_seconds: float = 41.25,
        identify_interval_seconds: float = 5.0,
        bot_name: str = "Easel",
    ) -> None:
        """`ack_seconds`: for the first answer; `file_limit`: bytes per file, where no boost raises it."""
        raise NotImplementedError

    @classmethod
    def demo(cls, **options: object) -> "Discord":
        """A Discord with two servers to play in; `options` as for the constructor.

        "The Workshop" (#studio, #gallery, #staff) with hazel, juniper, rowan (moderator) and alder (owner), and
        "The Annex" (#studio) with hazel and linden (owner).
        """
        raise NotImplementedError

    def add_routes(self, app: web.Application) -> None:
        """Serves `/api/v10/…`, `/gateway`, `/attachments/…` and `/ephemeral-attachments/…` from `app`."""
        raise NotImplementedError

    async def close(self) -> None:
        """Closes gateway connections and what still waits."""
        raise NotImplementedError

    @property
    def bot(self) -> User:
        raise NotImplementedError

    @property
    def bot_token(self) -> str:
        """The token that IDENTIFY and `Authorization: Bot …` must carry."""
        raise NotImplementedError

    @property
    def guilds(self) -> list[Guild]:
        raise NotImplementedError

    @property
    def users(self) -> list[User]:
        raise NotImplementedError

    def guild(self, name: str) -> Guild:
        raise NotImplementedError

    def user(self, name: str) -> User:
        raise NotImplementedError

    def person(self, user: User | str, guild: Guild | str) -> Person:
        """That member at a client. The same pair gives the same person, with open modals and all."""
        raise NotImplementedError

    @property
    def connected(self) -> bool:
        """Whether the bot has a gateway session with a live connection."""
        raise NotImplementedError

    async def bot_ready(self, *commands: str, seconds: float = 30) -> None:
        """Waits until the bot is connected and those commands exist. Raises TimeoutError."""
        raise NotImplementedError

    # What administrators do; the bot hears of it as it would at Discord.

    def add_user(self, name: str, *, locale: str = "en-US") -> User:
        raise NotImplementedError

    def add_guild(self, name: str, owner: User, *, with_bot: bool = True) -> Guild:
        raise NotImplementedError

    def add_role(self, guild: Guild, name: str, permissions: Permissions = Permissions.NONE) -> Role:
        raise NotImplementedError

    def add_channel(self, guild: Guild, name: str, *, topic: str | None = None) -> Channel:
        raise NotImplementedError

    def add_member(self, guild: Guild, user: User, *roles: Role) -> Member:
        raise NotImplementedError

    def remove_member(self, guild: Guild, user: User) -> None:
        raise NotImplementedError

    def set_roles(self, guild: Guild, user: User, *roles: Role) -> None:
        """Replaces the member's roles."""
        raise NotImplementedError

    def set_permissions(
        self,
        channel: Channel,
        target: Role | User,
        *,
        allow: Permissions = Permissions.NONE,
        deny: Permissions = Permissions.NONE,
    ) -> None:
        """Sets the channel's overwrite for a role or a member; with neither bit it is removed."""
        raise NotImplementedError

    def add_bot(self, guild: Guild, permissions: Permissions = EVERYONE) -> None:
        """Invites the bot."""
        raise NotImplementedError

    def remove_bot(self, guild: Guild) -> None:
        raise NotImplementedError
