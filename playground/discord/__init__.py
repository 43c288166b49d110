"""A local Discord for the real discord.py, strict about Discord's documented limits.

`Discord` is the server, and a `Person` uses a client. Just point a bot at `{base_url}/api/v10` and `{base_url
as ws}/gateway`.
"""

from playground.discord.faults import Fault, Faults
from playground.discord.guilds import Channel, Guild, Member, Overwrite, Role
from playground.discord.invocation import Invocation
from playground.discord.permissions import Permissions
from playground.discord.person import Person
from playground.discord.request_log import LoggedRequest, RequestLog, Violation
from playground.discord.resolving import ClientRefused, Upload
from playground.discord.server import Discord
from playground.discord.users import Application, User

__all__ = [
    "Application",
    "Channel",
    "ClientRefused",
    "Discord",
    "Fault",
    "Faults",
    "Guild",
    "Invocation",
    "LoggedRequest",
    "Member",
    "Overwrite",
    "Permissions",
    "Person",
    "RequestLog",
    "Role",
    "Upload",
    "User",
    "Violation",
]
